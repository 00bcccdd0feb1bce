import { defineConfig } from 'vite';
import { look } from './tools/plugin.ts';

// One build for Django: hashed files and manifest.json, read by django-vite. The templates are the
// pages; each entry below is one page's script or the style of all.
export default defineConfig({
  base: '/static/',
  publicDir: false,
  plugins: [look()],
  build: {
    outDir: 'dist',
    manifest: 'manifest.json',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // no data: URIs in scripts, so that the content security policy stays strict
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200, // MapLibre
    rollupOptions: {
      input: {
        site: 'src/site.css',
        forms: 'src/forms.css', // KERN's fields, where a page has any
        page: 'src/page.ts',
        map: 'src/map.ts',
        embed: 'src/embed.ts', // the map in frames of other sites
        widget: 'src/widget.ts', // geometry in the forms of the administration
        offline: 'src/offline.ts', // the page on which the city is kept for the way
        worker: 'src/offline/worker.ts', // the service worker; Django serves it as /sw.js
        sites: 'src/sites.ts', // a place dragged over a picture, and whom it would serve
        scenario: 'src/scenario.ts', // measures against heat, drawn by planners
      },
    },
  },
  worker: { format: 'es' },
});
