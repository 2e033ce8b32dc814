// Sends a file to the app in pieces. The page never holds more than one of them, so that nothing stands still meanwhile.
import { command, sendBytes, uuid7 } from '../ipc.js';
import { PIECE_BYTES } from './file-text.js';

/** One file on its way; it may be stopped, and is sent once. */
export class FileSending {
  /** @param {File} file @param {() => void} changed told whenever a piece was sent */
  constructor(file, changed) {
    this.file = file;
    this.changed = changed;
    this.id = uuid7();
    this.sent = 0;
    this.isStopped = false;
    /** Nothing was sent of it yet. */
    this.isFresh = true;
    /** @type {Promise<boolean> | null} */
    this.running = null;
  }

  get percent() {
    return this.file.size ? Math.floor((this.sent / this.file.size) * 100) : 100;
  }

  get isWhole() {
    return this.sent >= this.file.size;
  }

  /** Goes on where it stopped. @returns {Promise<boolean>} whether all of it is there */
  send() {
    this.isStopped = false;
    this.running = this.sendPieces();
    return this.running;
  }

  async sendPieces() {
    const { file } = this;
    while (!this.isWhole && !this.isStopped) {
      const position = this.sent / PIECE_BYTES;
      const bytes = new Uint8Array(await file.slice(this.sent, this.sent + PIECE_BYTES).arrayBuffer());
      this.isFresh = false;
      await sendBytes('send_file_piece', bytes, { 'x-file-id': this.id, 'x-file-position': String(position), 'x-file-size': String(file.size), 'x-file-name': encodeURIComponent(file.name) });
      this.sent += bytes.length;
      this.changed();
    }
    return this.isWhole && !this.isStopped;
  }

  /** What was sent is of no use any more. */
  async drop() {
    this.isStopped = true;
    // The piece that is on its way arrives first: else it would be there afterwards.
    await this.running?.catch(() => {});
    const { id } = this;
    const isThere = !this.isFresh;
    this.id = uuid7();
    this.sent = 0;
    this.isFresh = true;
    // What cannot be dropped now is deleted later, by itself.
    if (isThere) await command('drop_file_pieces', { fileId: id }).catch(() => {});
  }
}
