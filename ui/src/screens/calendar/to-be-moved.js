// What is booked where nobody will be.
import { html } from 'lit';
import { View } from '../../element.js';
import { words } from '../../words/en.js';
import '../../parts/to-move.js';
import '../admin/admin.css';

const say = words.schedule;

class ToBeMoved extends View {
  render() {
    return html`
      <section class="admin-page" aria-labelledby="to-be-moved-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="to-be-moved-title">${say.movedTitle}</h1><p class="muted">${say.movedLead}</p></div></header>
          <cd-to-move></cd-to-move>
        </div>
      </section>
    `;
  }
}

customElements.define('cd-to-be-moved', ToBeMoved);
