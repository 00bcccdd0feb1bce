// The sign of a place with the ring that tells its shade: put together when the map asks for it.
import type { Map as GlMap, StyleImage } from 'maplibre-gl';

const BOX = 48; // as in tools/icons.ts, like the numbers below
const RADIUS = 20.5;
const WIDTH = 4.2;

/** `cool-park-soon~45`: the sign of a park, a ring of 45 % shade, and the corner "closing soon". */
export function drawRinged(map: GlMap, id: string): void {
  const [, sign, variant = '', ring] = /^(.+?)(-closed|-soon|-unknown)?~(\w+)$/.exec(id) ?? [];
  if (!sign || !ring) return;
  const isClosed = variant === '-closed';
  const base = map.getImage(isClosed ? sign + variant : sign);
  const corner = variant && !isClosed ? map.getImage(`corner${variant}`) : undefined;
  if (!base) return;
  const { width, height } = base.data;
  const paint = surface(width, height);
  paint.drawImage(picture(base), 0, 0);
  paint.scale(width / BOX, height / BOX);
  drawRing(paint, ring);
  if (corner) paint.drawImage(picture(corner), 0, 0, BOX, BOX);
  map.addImage(id, paint.getImageData(0, 0, width, height), { pixelRatio: base.pixelRatio });
}

function drawRing(paint: CanvasRenderingContext2D, ring: string): void {
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);
  const arc = (share: number, stroke: string) => {
    paint.beginPath();
    paint.arc(BOX / 2, BOX / 2, RADIUS, -Math.PI / 2, -Math.PI / 2 + share * 2 * Math.PI);
    paint.strokeStyle = stroke;
    paint.stroke();
  };
  paint.lineWidth = WIDTH;
  if (ring === 'unknown') {
    paint.lineWidth = 2.6;
    paint.lineCap = 'round';
    paint.setLineDash([0.1, 5.75]);
    arc(1, colour('--unknown'));
    return;
  }
  arc(1, colour('--sun'));
  arc(Number(ring) / 100, colour('--shade-ring'));
}

function surface(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext('2d')!;
}

function picture({ data }: StyleImage): HTMLCanvasElement {
  const paint = surface(data.width, data.height);
  const pixels = new Uint8ClampedArray(data.data);
  paint.putImageData(new ImageData(pixels, data.width, data.height), 0, 0);
  return paint.canvas;
}
