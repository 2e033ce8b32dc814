/** Counts seconds down and redraws its host, while the app asks to wait after too many wrong tries. */
export class Countdown {
  /** @param {import('lit').LitElement} host */
  constructor(host) {
    this.host = host;
    this.left = 0;
    /** @type {ReturnType<typeof setInterval>|undefined} */
    this.timer = undefined;
  }

  /** @param {number} seconds */
  start(seconds) {
    clearInterval(this.timer);
    this.left = Math.ceil(seconds);
    this.timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) clearInterval(this.timer);
      this.host.requestUpdate();
    }, 1000);
    this.host.requestUpdate();
  }
}
