#!/bin/sh
# Makes a Debian 12 machine a kiosk. Run as root; again after an update: it changes only what differs.
#   sh deploy/kiosk/setup.sh WHEEL        a wheel of luot, or the folder of a checkout
set -eu
what=${1:?usage: setup.sh WHEEL-OR-CHECKOUT}
here=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" -ne 0 ]; then
    echo "Run this as root: it adds users and services." >&2
    exit 1
fi

DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    python3-venv chromium cage wlr-randr curl libusb-1.0-0 espeak-ng >/dev/null

for user in luot-kiosk luot-screen; do
    id "$user" >/dev/null 2>&1 || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin "$user"
done
usermod -aG video,input,render luot-screen

[ -x /opt/luot/bin/python ] || python3 -m venv /opt/luot
/opt/luot/bin/python -m pip --quiet install --upgrade "$what[kiosk]"

install -d -o luot-kiosk -g luot-kiosk -m 700 /var/lib/luot-kiosk
install -d /opt/luot/kiosk /etc/luot /etc/systemd/journald.conf.d /etc/systemd/system.conf.d
install -m 755 "$here/screen.sh" /opt/luot/kiosk/screen.sh
install -m 644 "$here/chromium-flags.conf" /opt/luot/kiosk/chromium-flags.conf
install -m 644 "$here/luot-kiosk.service" "$here/luot-kiosk-screen.service" /etc/systemd/system/
install -m 644 "$here/99-luot-kiosk.rules" /etc/udev/rules.d/99-luot-kiosk.rules
install -m 644 "$here/journald.conf" /etc/systemd/journald.conf.d/luot.conf
install -m 644 "$here/watchdog.conf" /etc/systemd/system.conf.d/luot.conf
[ -f /etc/luot/kiosk.env ] || install -m 640 -g luot-kiosk "$here/kiosk.env.example" /etc/luot/kiosk.env

udevadm control --reload && udevadm trigger
systemctl daemon-reload
systemctl set-default graphical.target >/dev/null
systemctl enable luot-kiosk.service luot-kiosk-screen.service

echo "Next:"
echo "  1. sudo -u luot-kiosk LUOT_KIOSK_DATA=/var/lib/luot-kiosk /opt/luot/bin/luot kiosk enrol --server URL CODE"
echo "  2. edit /etc/luot/kiosk.env: the printer, the scanner, how the screen stands"
echo "  3. systemctl restart luot-kiosk luot-kiosk-screen"
