import { html } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { date } from '../format.js';
import { View } from '../element.js';
import './trend-chart.css';

/** @typedef {{name: string, points: Map<string, number>}} Line `points`: wall time → value */

/** In which tokens the lines are drawn: told apart by their dashes too. */
const STROKES = [{ token: '--accent', dash: [] }, { token: '--in-room', dash: [6, 4] }];
const HEIGHT = 200;

/** Wall times are drawn as they stand, whatever the zone of this computer. @param {string} wall */
const seconds = (wall) => Date.parse(`${wall.slice(0, 19)}Z`) / 1000;
/** @param {number} at */
const wall = (at) => new Date(at * 1000).toISOString();

/**
 * Numbers over time as lines of the window's colours. The numbers themselves stand in a table beside it: this is a picture of them,
 * and `label` says it in words.
 */
class TrendChart extends View {
  static properties = { lines: {}, label: {}, say: {} };

  constructor() {
    super();
    /** @type {Line[]} */
    this.lines = [];
    this.label = '';
    /** How a wall time reads below the lines. @type {(wall: string) => string} */
    this.say = date;
    /** @type {uPlot | null} */
    this.plot = null;
    this.themes = new MutationObserver(() => this.draw());
    this.sizes = new ResizeObserver(() => this.plot?.setSize({ width: this.clientWidth, height: HEIGHT }));
  }

  connectedCallback() {
    super.connectedCallback();
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.themes.disconnect();
    this.sizes.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  updated() {
    this.draw();
  }

  /** A canvas knows no custom properties: the colour as it is here and now. @param {string} token */
  colour(token) {
    const probe = /** @type {HTMLElement} */ (this.querySelector('.trend-probe'));
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  }

  draw() {
    const at = /** @type {HTMLElement | null} */ (this.querySelector('.trend-plot'));
    if (!at || !this.lines.length) return;
    this.plot?.destroy();
    const times = [...new Set(this.lines.flatMap((line) => [...line.points.keys()]))].sort();
    const [text, rule] = [this.colour('--muted'), this.colour('--line')];
    const axis = { stroke: text, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 }, font: `12px ${getComputedStyle(this).fontFamily}` };
    this.plot = new uPlot(
      {
        // Room for half of the last word below the lines.
        width: this.clientWidth || 600, height: HEIGHT, padding: [8, 40, null, null], legend: { show: false }, cursor: { show: false },
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
        axes: [{ ...axis, space: 90, values: (_, splits) => splits.map((split) => this.say(wall(split))).map((text, i, all) => (text === all[i - 1] ? '' : text)) }, { ...axis, size: 48 }],
        series: [{}, ...this.lines.map((line, i) => {
          const stroke = this.colour(STROKES[i % STROKES.length].token);
          return { label: line.name, stroke, width: 2, dash: STROKES[i % STROKES.length].dash, spanGaps: true, points: { show: true, size: 7, fill: stroke } };
        })],
      },
      [times.map(seconds), ...this.lines.map((line) => times.map((time) => line.points.get(time) ?? null))],
      at,
    );
  }

  render() {
    return html`<div class="trend-plot" role="img" aria-label=${this.label}></div><span class="trend-probe" aria-hidden="true"></span>`;
  }
}

customElements.define('cd-trend-chart', TrendChart);
