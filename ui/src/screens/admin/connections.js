// Connections inside Admin: the same list and form as at first run, under the page's own title.
import { html } from 'lit';
import { View } from '../../element.js';
import { words } from '../../words/en.js';
import '../connections.js';

class AdminConnections extends View {
  render() {
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list admin-narrow">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs.connections}</h1><p class="muted">${words.connections.lead}</p></div></header>
          <cd-connections></cd-connections>
        </div>
      </section>
    `;
  }
}

customElements.define('cd-admin-connections', AdminConnections);
