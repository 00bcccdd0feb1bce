// The map upon a geometry's text field. The text is what is sent; the map writes into it, and
// what is typed there the server reads and the map shows.
import {
  type GeoJSONSource,
  LngLatBounds,
  type LngLatLike,
  Map as MapLibre,
  NavigationControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import './widget.css';
import {
  type GeoJSONStoreFeatures,
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawModeUndoRedo,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  TerraDrawSessionUndoRedo,
  ValidateNotSelfIntersecting,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { type Kind, kindOf, merged, parts, type Shape, typed } from './widget/shapes.ts';

type Texts = Record<
  | 'map' | 'place' | 'placeHere' | 'move' | 'draw' | 'edit' | 'clear' | 'undo' | 'redo' | 'show'
  | 'zoomIn' | 'zoomOut' | 'taken' | 'unreachable' | 'holes' | 'noMap',
  string
>;

interface Config {
  type: string;
  style: string;
  parseUrl: string;
  centre: [number, number];
  zoom: number;
  shape: Shape | null;
  others: { label: string; shape: Shape }[];
  texts: Texts;
}

const DIGITS = 7; // a centimetre
const CLOSE_ZOOM = 16;
const OTHERS_COLOURS = ['#a02832', '#6a4a9e'];
const DRAWN = '#0b5a63';

setWorkerUrl(workerUrl);

class Widget {
  private readonly text: HTMLTextAreaElement;
  private readonly status: HTMLElement;
  private readonly tools = element('div', 'map-widget-tools');
  private readonly frame = element('div', 'map-widget-map');
  private readonly kind: Kind;
  private readonly map: MapLibre;
  private draw!: TerraDraw;
  private readonly modes = new Map<string, HTMLButtonElement>();
  private kept: Shape[] = []; // parts that the map cannot edit
  private filling = false;
  private asked = 0;

  constructor(root: HTMLElement, private readonly config: Config) {
    this.text = root.querySelector('textarea')!;
    this.status = root.querySelector('.map-widget-status')!;
    this.kind = kindOf(config.type);
    root.append(this.tools, this.frame);
    const { texts } = config;
    this.map = new MapLibre({
      container: this.frame,
      style: config.style,
      center: config.centre,
      zoom: config.zoom,
      maxZoom: 20,
      dragRotate: false,
      pitchWithRotate: false,
      locale: {
        'Map.Title': texts.map,
        'NavigationControl.ZoomIn': texts.zoomIn,
        'NavigationControl.ZoomOut': texts.zoomOut,
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }));
    this.map.once('style.load', () => this.start());
    this.map.on('idle', () => { this.frame.dataset.state = 'idle'; });
    this.text.addEventListener('change', () => void this.read());
  }

  private start(): void {
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map: this.map, coordinatePrecision: DIGITS }),
      undoRedo: {
        modeLevel: new TerraDrawModeUndoRedo(),
        sessionLevel: new TerraDrawSessionUndoRedo(),
      },
      modes: [this.drawingMode(), this.selectMode()],
    });
    this.draw.start();
    this.draw.on('finish', (id) => this.finished(id));
    this.draw.on('change', () => this.changed());
    this.addTools();
    this.showOthers();
    this.show(this.config.shape);
    this.setMode(this.config.shape && this.kind !== 'point' ? 'select' : this.kind);
    this.frame.dataset.ready = '';
  }

  private drawingMode() {
    if (this.kind === 'point') {
      return new TerraDrawPointMode({
        styles: { pointColor: DRAWN, pointWidth: 8, pointOutlineColor: '#ffffff', pointOutlineWidth: 3 },
      });
    }
    if (this.kind === 'linestring') {
      return new TerraDrawLineStringMode({
        snapping: { toCoordinate: true },
        styles: { lineStringColor: DRAWN, lineStringWidth: 4 },
      });
    }
    return new TerraDrawPolygonMode({
      snapping: { toCoordinate: true, toLine: true },
      styles: { fillColor: DRAWN, fillOpacity: 0.25, outlineColor: DRAWN, outlineWidth: 3 },
      validation: (feature, { updateType }) =>
        updateType === 'finish' || updateType === 'commit'
          ? ValidateNotSelfIntersecting(feature)
          : { valid: true },
    });
  }

  private selectMode() {
    const vertices = {
      feature: {
        draggable: true,
        coordinates: { midpoints: true, draggable: true, deletable: true },
      },
    };
    return new TerraDrawSelectMode({
      flags: { point: { feature: { draggable: true } }, linestring: vertices, polygon: vertices },
    });
  }

  private addTools(): void {
    const { texts } = this.config;
    const isPoint = this.kind === 'point';
    this.addMode(this.kind, isPoint ? texts.place : texts.draw);
    this.addMode('select', isPoint ? texts.move : texts.edit);
    if (isPoint) {
      this.addTool(texts.placeHere, () => {
        const { lng, lat } = this.map.getCenter();
        this.take({ type: 'Point', coordinates: [round(lng), round(lat)] });
      });
      this.frame.append(cross());
    } else {
      const undo = this.addTool(texts.undo, () => { this.draw.undo(); this.write(); });
      const redo = this.addTool(texts.redo, () => { this.draw.redo(); this.write(); });
      const enable = () => {
        undo.disabled = !this.draw.canUndo();
        redo.disabled = !this.draw.canRedo();
      };
      // terra-draw keeps its account after it has told of the change.
      const soon = () => setTimeout(enable);
      this.draw.on('change', soon);
      this.draw.on('finish', soon);
      enable();
      this.addTool(texts.clear, () => this.take(null));
    }
    this.addTool(texts.show, () => this.zoomTo(this.drawn(), true));
  }

  private addTool(label: string, act: () => void): HTMLButtonElement {
    const button = element('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', act);
    this.tools.append(button);
    return button;
  }

  private addMode(mode: string, label: string): void {
    this.modes.set(mode, this.addTool(label, () => this.setMode(mode)));
  }

  private setMode(mode: string): void {
    this.draw.setMode(mode);
    for (const [name, button] of this.modes) {
      button.setAttribute('aria-pressed', String(name === mode));
    }
  }

  /** A finished drawing. There is one point at most: the new one replaces the old. */
  private finished(id: string | number): void {
    if (this.kind === 'point') {
      const others = this.features().map((one) => one.id!).filter((other) => other !== id);
      if (others.length) this.draw.removeFeatures(others);
    }
    this.write();
  }

  /** Moved or deleted vertices; a drawing under way is not written before it is finished. */
  private changed(): void {
    if (this.filling || this.draw.getMode() !== 'select') return;
    this.write();
  }

  /** What is drawn, without the handles that terra-draw keeps beside it. */
  private features(): GeoJSONStoreFeatures[] {
    return this.draw
      .getSnapshot()
      .filter((one) => one.properties.mode === this.kind
        && one.geometry.type.toLowerCase() === this.kind
        && !one.properties.currentlyDrawing);
  }

  private drawn(): Shape | null {
    return merged([...this.kept, ...this.features().map((one) => one.geometry as Shape)]);
  }

  private write(): void {
    const shape = this.drawn();
    this.text.value = shape ? typed(shape, DIGITS) : '';
    this.say(this.config.texts.taken);
  }

  /** What was typed, as the server understands it: it knows all notations and says what is wrong. */
  private async read(): Promise<void> {
    const asked = ++this.asked;
    const text = this.text.value.trim();
    if (!text) {
      this.show(null);
      this.say('');
      return;
    }
    const answer = await this.ask(text);
    if (asked !== this.asked) return; // something newer was typed
    if (answer === null) this.say(this.config.texts.unreachable, true);
    else if (answer.error) this.say(answer.error, true);
    else {
      this.show(answer.shape!);
      this.say(this.config.texts.taken);
    }
  }

  private async ask(text: string): Promise<{ shape?: Shape; error?: string } | null> {
    const token = this.text.form?.querySelector<HTMLInputElement>('[name=csrfmiddlewaretoken]');
    const body = new URLSearchParams({ text, type: this.config.type });
    try {
      const response = await fetch(this.config.parseUrl, {
        method: 'POST',
        body,
        headers: { 'X-CSRFToken': token?.value ?? '' },
      });
      return response.ok ? await response.json() : null;
    } catch {
      return null; // no network: the form itself will tell
    }
  }

  private take(shape: Shape | null): void {
    this.show(shape);
    this.write();
  }

  private show(shape: Shape | null): void {
    if (!this.draw) return; // the map is not there yet; the text is
    this.filling = true;
    const editable: Shape[] = [];
    this.kept = [];
    for (const part of shape ? parts(shape) : []) {
      (part.type === 'Polygon' && part.coordinates.length > 1 ? this.kept : editable).push(part);
    }
    this.draw.clear();
    this.draw.addFeatures(
      editable.map((geometry) => ({
        type: 'Feature',
        geometry,
        properties: { mode: this.kind },
      })) as GeoJSONStoreFeatures[],
    );
    this.outline('kept', this.kept, DRAWN);
    if (this.kept.length) this.say(this.config.texts.holes);
    this.zoomTo(shape, false);
    this.filling = false;
  }

  private showOthers(): void {
    if (!this.config.others.length) return;
    const legend = element('ul', 'map-widget-others');
    this.config.others.forEach(({ label, shape }, number) => {
      const colour = OTHERS_COLOURS[number % OTHERS_COLOURS.length]!;
      this.outline(`other-${number}`, [shape], colour);
      const entry = element('li');
      entry.append(swatch(colour), label);
      legend.append(entry);
    });
    this.frame.before(legend);
  }

  private outline(name: string, shapes: Shape[], colour: string): void {
    const id = `widget-${name}`;
    const data = {
      type: 'FeatureCollection' as const,
      features: shapes.map((geometry) => ({ type: 'Feature' as const, geometry, properties: {} })),
    };
    const source = this.map.getSource<GeoJSONSource>(id);
    if (source) {
      source.setData(data);
      return;
    }
    if (!shapes.length) return;
    this.map.addSource(id, { type: 'geojson', data });
    this.map.addLayer({
      id,
      type: 'line',
      source: id,
      paint: { 'line-color': colour, 'line-width': 3, 'line-dasharray': [2, 1] },
    });
    this.map.addLayer({
      id: `${id}-point`,
      type: 'circle',
      source: id,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 9,
        'circle-color': 'transparent',
        'circle-stroke-color': colour,
        'circle-stroke-width': 3,
      },
    });
  }

  private zoomTo(shape: Shape | null, animate: boolean): void {
    if (!shape) return;
    const bounds = new LngLatBounds();
    const visit = (part: unknown): void => {
      if (!Array.isArray(part)) return;
      if (typeof part[0] === 'number') bounds.extend(part as LngLatLike);
      else part.forEach(visit);
    };
    visit(shape.coordinates);
    const inside = this.map.getBounds();
    if (!animate && this.frame.dataset.ready !== undefined
      && inside.contains(bounds.getNorthEast()) && inside.contains(bounds.getSouthWest())) return;
    this.map.fitBounds(bounds, { padding: 48, maxZoom: CLOSE_ZOOM, animate });
  }

  private say(message: string, bad = false): void {
    this.status.textContent = message;
    this.status.toggleAttribute('data-bad', bad);
    this.text.setAttribute('aria-invalid', String(bad));
  }
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, name = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return made;
}

function svg(name: string, size: number, parts: Record<string, string>): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const made = document.createElementNS(namespace, 'svg');
  made.setAttribute('class', name);
  made.setAttribute('width', String(size));
  made.setAttribute('height', String(size));
  made.setAttribute('viewBox', '0 0 24 24');
  made.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  for (const [key, value] of Object.entries(parts)) path.setAttribute(key, value);
  made.append(path);
  return made;
}

/** Marks the middle, where “set here” puts the point. */
function cross(): SVGSVGElement {
  return svg('map-widget-cross', 24, {
    d: 'M12 2v8M12 14v8M2 12h8M14 12h8',
    stroke: 'currentColor',
    'stroke-width': '2',
  });
}

function swatch(colour: string): SVGSVGElement {
  return svg('map-widget-swatch', 20, {
    d: 'M2 12h20',
    stroke: colour,
    'stroke-width': '4',
    'stroke-dasharray': '8 4',
  });
}

function round(degrees: number): number {
  return Number(degrees.toFixed(DIGITS));
}

for (const root of document.querySelectorAll<HTMLElement>('[data-map-widget]')) {
  const config = JSON.parse(document.getElementById(root.dataset.mapWidget!)!.textContent!) as Config;
  try {
    new Widget(root, config);
  } catch (error) {
    // No WebGL: the text field goes on alone, and says so.
    root.querySelector('.map-widget-status')!.textContent = config.texts.noMap;
    root.querySelectorAll('.map-widget-tools, .map-widget-map').forEach((one) => one.remove());
    if (!(error instanceof Error)) throw error;
  }
}
