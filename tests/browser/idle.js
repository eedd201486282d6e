// Counts what a page does by itself: timers asked for, requests, drawings. `idle.begin()` sets everything back.
(() => {
  const idle = { timers: [], frames: 0, requests: 0, drawn: 0, sent: 0 };
  window.idle = idle;
  idle.begin = () => Object.assign(idle, { timers: [], frames: 0, requests: 0, drawn: 0, sent: 0 });
  const { setTimeout: later, setInterval: again, requestAnimationFrame: frame, fetch: ask } = window;
  window.setTimeout = (what, ms, ...rest) => (idle.timers.push(ms ?? 0), later(what, ms, ...rest));
  window.setInterval = (what, ms, ...rest) => (idle.timers.push(ms ?? 0), again(what, ms, ...rest));
  window.requestAnimationFrame = (what) => ((idle.frames += 1), frame(what));
  window.fetch = (...what) => ((idle.requests += 1), ask(...what));
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...what) {
    idle.requests += 1;
    return open.apply(this, what);
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (what) {
    idle.sent += 1;
    return send.call(this, what);
  };
  new MutationObserver((changes) => (idle.drawn += changes.length)).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
})();
