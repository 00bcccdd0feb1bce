// Leaflet for reports that are one file: script and style without an address in them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../node_modules/leaflet/dist/${name}`, import.meta.url)));

export function leaflet(): Record<string, string> {
  const style = read('leaflet.css')
    .toString()
    .replace(/url\((images\/[\w-]+\.png)\)/g, (_, name: string) =>
      `url(data:image/png;base64,${read(name).toString('base64')})`)
    .replace(/\s*behavior: url\([^)]*\);/g, '');
  const script = read('leaflet.js').toString().replace(/\/\/# sourceMappingURL=.*/, '');
  return { 'leaflet.css': style, 'leaflet.js': script };
}
