// GeoJSON geometries taken apart for drawing and put together for sending.

export type Kind = 'point' | 'linestring' | 'polygon';
export type Shape = GeoJSON.Point | GeoJSON.LineString | GeoJSON.Polygon
  | GeoJSON.MultiPoint | GeoJSON.MultiLineString | GeoJSON.MultiPolygon;

/** `type` is the column's, as in OGC's simple features: MULTIPOLYGON is drawn as polygons. */
export function kindOf(type: string): Kind {
  if (type.includes('LINESTRING')) return 'linestring';
  return type.includes('POLYGON') ? 'polygon' : 'point';
}

export function parts(shape: Shape): Shape[] {
  if (!shape.type.startsWith('Multi')) return [shape];
  const type = shape.type.slice('Multi'.length);
  return (shape.coordinates as unknown[]).map((coordinates) => ({ type, coordinates }) as Shape);
}

/** One shape of all; null of none. */
export function merged(shapes: Shape[]): Shape | null {
  const all = shapes.flatMap(parts);
  if (all.length < 2) return all[0] ?? null;
  return {
    type: `Multi${all[0]!.type}`,
    coordinates: all.map((one) => one.coordinates),
  } as unknown as Shape;
}

/** As the server writes it: degrees for a point, GeoJSON for the rest. */
export function typed(shape: Shape, digits: number): string {
  if (shape.type === 'Point') {
    return shape.coordinates.slice(0, 2).map((degrees) => degrees.toFixed(digits)).join(' ');
  }
  return JSON.stringify({ type: shape.type, coordinates: shape.coordinates });
}
