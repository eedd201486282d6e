// Reading a slip's code by the tablet's own camera, in browsers that have a detector and let a page use the camera
// (HTTPS or this very machine). Everywhere else a scanner or the label does.
const LOOK_MS = 250;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector: { new (options: { formats: string[] }): Detector };

export function canScan(): boolean {
  return "BarcodeDetector" in window && "mediaDevices" in navigator;
}

/** Shows what the camera sees in `video` and hands over the first code; returns how to end it. */
export function scan(video: HTMLVideoElement, found: (text: string) => void, failed: () => void): () => void {
  let ended = false;
  let stream: MediaStream | null = null;
  const end = () => {
    ended = true;
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  const look = async (detector: Detector): Promise<void> => {
    if (ended) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (code && !ended) {
      end();
      return found(code.rawValue);
    }
    setTimeout(() => void look(detector), LOOK_MS);
  };
  const begin = async (): Promise<void> => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (ended) return end();
    video.srcObject = stream;
    await video.play();
    await look(new BarcodeDetector({ formats: ["qr_code"] }));
  };
  begin().catch(() => {
    end();
    failed();
  });
  return end;
}
