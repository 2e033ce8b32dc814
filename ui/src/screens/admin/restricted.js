// Restricted records that were opened, with the reasons.
import { html } from 'lit';
import { View } from '../../element.js';
import { words } from '../../words/en.js';
import '../../parts/seen-list.js';

class AdminRestricted extends View {
  render() {
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs.restricted}</h1><p class="muted">${words.seen.lead}</p></div></header>
          <cd-seen-list></cd-seen-list>
        </div>
      </section>
    `;
  }
}

customElements.define('cd-admin-restricted', AdminRestricted);
