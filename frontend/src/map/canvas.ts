// The one seam to MapLibre: everything else speaks to `MapCanvas`.
import {
  Map as GlMap,
  Marker,
  type GeoJSONSource,
  setWorkerUrl,
  type GeoJSONFeature,
  type LayerSpecification,
  type LngLatBoundsLike,
  type PaddingOptions,
  type PointLike,
  type RasterTileSource,
  type StyleSpecification,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { layerName, styled, type Look } from './look';
import { drawRinged } from './rings';

setWorkerUrl(workerUrl);

export interface Start {
  container: HTMLElement;
  centre: [number, number];
  zoom: number;
  maxBounds: LngLatBoundsLike | null;
  padding: PaddingOptions;
  title: string;
  moved: (view: { zoom: number; lat: number; lng: number }) => void;
}

/** A feature that is drawn, as the list of features and the card need it. */
export interface Drawn {
  layer: string;
  id: number;
  name: string;
  slug: string;
  lon: number;
  lat: number;
}

/** What a module draws above the style's own layers; it survives another theme. */
export interface Overlay {
  data: GeoJSON.FeatureCollection;
  layers: () => LayerSpecification[]; // colours follow the theme, so they are asked for again
}

const NEAR_PX = 8; // how far beside a sign a finger may be
const PAN_PX = 160;
const READABLE_ZOOM = 15;

/**
 * MapLibre draws each letter alone on a canvas, which has the direction of the page: from right to
 * left it would mirror brackets. Where a line of text needs them mirrored, MapLibre does it itself.
 */
function drawGlyphsFromLeft(): void {
  type GetContext = typeof OffscreenCanvas.prototype.getContext;
  const plain = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (
    this: OffscreenCanvas,
    ...asked: Parameters<GetContext>
  ) {
    const context = plain.apply(this, asked);
    if (context instanceof OffscreenCanvasRenderingContext2D) context.direction = 'ltr';
    return context;
  } as GetContext;
}

export class MapCanvas {
  private readonly map: GlMap;
  private here: Marker | null = null;
  private pin: Marker | null = null;
  private readonly overlays = new Map<string, Overlay>();
  private readonly signs = new Map<string, Marker[]>();

  constructor(
    start: Start,
    private style: StyleSpecification,
    private look: Look,
  ) {
    start.container.lang = 'de'; // the names on the map are German
    if (document.documentElement.dir === 'rtl') drawGlyphsFromLeft();
    this.map = new GlMap({
      container: start.container,
      style: styled(style, look),
      center: start.centre,
      zoom: start.zoom,
      minZoom: 9,
      maxZoom: 19,
      ...(start.maxBounds ? { maxBounds: start.maxBounds } : {}),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
      locale: { 'Map.Title': start.title },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.setPadding(start.padding);
    this.map.getCanvas().lang = document.documentElement.lang; // its name is the reader's language
    this.map.setMissingStyleImageResolver((id) => drawRinged(this.map, id));
    this.map.on('idle', () => (start.container.dataset.state = 'idle'));
    this.map.on('dataloading', () => (start.container.dataset.state = 'loading'));
    this.map.on('moveend', () => {
      const { lng, lat } = this.map.getCenter();
      start.moved({ zoom: this.map.getZoom(), lat, lng });
    });
    this.map.on('mousemove', (event) => {
      const over = this.at(event.point) !== null;
      this.map.getCanvasContainer().classList.toggle('over-feature', over);
    });
  }

  get element(): HTMLCanvasElement {
    return this.map.getCanvas();
  }

  /** `use` gets the feature under the click, if any, and where it was (longitude, latitude). */
  onClick(use: (feature: Drawn | null, at: [number, number]) => void): void {
    this.map.on('click', (event) =>
      use(this.at(event.point), [event.lngLat.lng, event.lngLat.lat]),
    );
  }

  /** The middle of what is seen, longitude and latitude. */
  get middle(): [number, number] {
    const { lng, lat } = this.map.getCenter();
    return [lng, lat];
  }

  /** Draw `overlay` under this name in place of what was drawn under it; null draws nothing. */
  overlay(name: string, overlay: Overlay | null): void {
    if (overlay) this.overlays.set(name, overlay);
    else this.overlays.delete(name);
    if (this.map.isStyleLoaded() || this.map.getSource(name)) this.draw(name);
    else this.map.once('style.load', () => this.draw(name));
  }

  private draw(name: string): void {
    const wanted = this.overlays.get(name);
    const source = this.map.getSource<GeoJSONSource>(name);
    const empty: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
    if (source) void source.setData(wanted?.data ?? empty);
    else if (wanted) {
      this.map.addSource(name, { type: 'geojson', data: wanted.data });
      for (const layer of wanted.layers()) this.map.addLayer(layer);
    }
  }

  /** Signs of one kind, in place of those before. */
  mark(name: string, places: { kind: string; lon: number; lat: number; label: string }[]): void {
    for (const marker of this.signs.get(name) ?? []) marker.remove();
    this.signs.set(
      name,
      places.map(({ kind, lon, lat, label }) => this.marker(kind, lon, lat, label)),
    );
  }

  /** Another theme: another style document, the same look upon it. */
  restyle(style: StyleSpecification): void {
    this.style = style;
    this.map.setStyle(styled(style, this.look), { diff: false });
    this.map.once('style.load', () => [...this.overlays.keys()].forEach((name) => this.draw(name)));
  }

  show(look: Look): void {
    this.look = look;
    this.map.getContainer().dataset.state = 'loading';
    this.map.triggerRepaint(); // so that it becomes idle again, even if nothing changed
    const { layers, sources } = styled(this.style, look);
    for (const [name, source] of Object.entries(sources))
      if (source.type === 'raster') this.repicture(name, source.tiles!);
    for (const layer of layers)
      if (look.switchable.has(layerName(layer)) && this.map.getLayer(layer.id)) this.update(layer);
  }

  private repicture(name: string, tiles: string[]): void {
    const source = this.map.getSource<RasterTileSource>(name);
    if (source && source.tiles?.[0] !== tiles[0]) source.setTiles(tiles);
  }

  /** MapLibre compares values itself, so that what stays the same costs nothing. */
  private update(layer: LayerSpecification): void {
    for (const [name, value] of Object.entries(layer.layout ?? {}))
      this.map.setLayoutProperty(layer.id, name as never, value as never);
    this.map.setFilter(layer.id, 'filter' in layer ? layer.filter : null);
  }

  pad(padding: PaddingOptions): void {
    this.map.easeTo({ padding, duration: 200 });
  }

  goTo(lon: number, lat: number, zoom = READABLE_ZOOM): void {
    this.map.easeTo({ center: [lon, lat], zoom: Math.max(zoom, this.map.getZoom()) });
  }

  /** Only so far that the point is in the free part of the map. */
  reveal(lon: number, lat: number): void {
    this.map.easeTo({ center: [lon, lat], zoom: Math.max(14, this.map.getZoom()) });
  }

  /** `room` is what stays free around the box, besides what the panel covers. */
  goToBox(box: [number, number, number, number], room: PaddingOptions | number = 40): void {
    this.map.fitBounds(box, { maxZoom: 17, padding: room });
  }

  jump(view: { zoom: number; lat: number; lng: number }): void {
    this.map.jumpTo({ center: [view.lng, view.lat], zoom: view.zoom });
  }

  zoom(by: 1 | -1): void {
    if (by > 0) this.map.zoomIn();
    else this.map.zoomOut();
  }

  pan(direction: 'up' | 'down' | 'left' | 'right'): void {
    const step = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] }[direction];
    this.map.panBy([step[0]! * PAN_PX, step[1]! * PAN_PX]);
  }

  markHere(lon: number, lat: number, label: string): void {
    this.here?.remove();
    this.here = this.marker('here', lon, lat, label);
  }

  markPin(lon: number, lat: number, label: string): void {
    this.clearPin();
    this.pin = this.marker('pin', lon, lat, label);
  }

  clearPin(): void {
    this.pin?.remove();
    this.pin = null;
  }

  private marker(kind: string, lon: number, lat: number, label: string): Marker {
    const sign = document.createElement('div');
    sign.className = kind;
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', label);
    const holder = document.createElement('div');
    holder.append(sign);
    const anchor = kind === 'pin' ? 'bottom' : 'center';
    return new Marker({ element: holder, anchor }).setLngLat([lon, lat]).addTo(this.map);
  }

  /** The topmost feature of a switched-on layer at a point of the canvas. */
  private at({ x, y }: { x: number; y: number }): Drawn | null {
    const box: [PointLike, PointLike] = [
      [x - NEAR_PX, y - NEAR_PX],
      [x + NEAR_PX, y + NEAR_PX],
    ];
    return this.drawn(box).sort((a, b) => Number(this.isPlace(b)) - Number(this.isPlace(a)))[0] ?? null;
  }

  /** Named features in view, nearest to the middle first, each once. */
  inView(): Drawn[] {
    const { lng, lat } = this.map.getCenter();
    const far = (one: Drawn) => Math.hypot((one.lon - lng) * Math.cos((lat * Math.PI) / 180), one.lat - lat);
    return this.drawn().filter((one) => one.name).sort((a, b) => far(a) - far(b));
  }

  private isPlace(one: Drawn): boolean {
    return one.layer === this.look.placesLayer;
  }

  private drawn(box?: [PointLike, PointLike]): Drawn[] {
    const layers = this.style.layers
      .filter((layer) => this.look.layers.has(layerName(layer)) && this.map.getLayer(layer.id))
      .map((layer) => layer.id);
    if (layers.length === 0) return [];
    const found = box
      ? this.map.queryRenderedFeatures(box, { layers })
      : this.map.queryRenderedFeatures({ layers });
    const once = new Map<string, Drawn>();
    for (const feature of found)
      if (feature.geometry.type === 'Point') {
        const one = asDrawn(feature);
        once.set(`${one.layer}/${one.id}`, one);
      }
    return [...once.values()];
  }

  /** The canvas as a picture, for paper. */
  picture(): string {
    this.map.redraw();
    return this.map.getCanvas().toDataURL('image/png');
  }
}

function asDrawn(feature: GeoJSONFeature & { layer: LayerSpecification }): Drawn {
  const [lon, lat] = (feature.geometry as { coordinates: number[] }).coordinates as [number, number];
  const { name, slug } = feature.properties as { name?: string; slug?: string };
  return {
    layer: layerName(feature.layer),
    id: Number(feature.id),
    name: name ?? '',
    slug: slug ?? '',
    lon,
    lat,
  };
}
