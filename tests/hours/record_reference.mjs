// Asks the reference implementation of the grammar, opening_hours.js by npm, and prints its answers:
//   npm install opening_hours@3 && TZ=Europe/Berlin node record_reference.mjs < texts.json
// texts.json: {"text": ["instant", …], …}; out: {"text": [["instant", state, next change], …], …}
import { readFileSync } from "node:fs";
import opening_hours from "opening_hours";

const place = { lat: "51.6806", lon: "7.8142", address: { country_code: "de", state: "Nordrhein-Westfalen" } };

function answer(text, instant) {
  const hours = new opening_hours(text, place, { locale: "de" });
  const at = new Date(instant);
  const state = hours.getUnknown(at) ? "unknown" : hours.getState(at) ? "open" : "closed";
  return [instant, state, hours.getNextChange(at)?.toISOString() ?? null];
}

const asked = JSON.parse(readFileSync(0));
const answers = Object.entries(asked).map(([text, instants]) => [text, instants.map((at) => answer(text, at))]);
console.log(JSON.stringify(Object.fromEntries(answers), null, 0).replaceAll("]],", "]],\n"));
