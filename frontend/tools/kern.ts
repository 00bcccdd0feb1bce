// KERN UX carries every component of its catalogue. These are the ones our pages use: inputs and
// their labels, hints and errors, checks, radios, selects, fieldsets. The rest is left out, and
// with it every custom property that nothing kept refers to.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import postcss, { type Declaration, type Root, type Rule } from 'postcss';

const KERN = new URL('../node_modules/@kern-ux/native/dist/kern.css', import.meta.url);
const KEPT =
  /^\.kern-(form-(input|check|legend)|label|hint|error|body|fieldset|icon--(danger|keyboard-arrow-down|check))/;

export function kernCss(): string {
  const root = postcss.parse(readFileSync(fileURLToPath(KERN), 'utf8'));
  root.walkComments((comment) => void comment.remove());
  root.walkAtRules(/^(font-face|keyframes|charset)$/, (rule) => void rule.remove());
  root.walkRules(keepComponents);
  dropUnusedProperties(root);
  root.walkRules((rule) => void (rule.nodes.length || rule.remove()));
  root.walkAtRules((rule) => void (rule.nodes?.length || rule.remove()));
  return root.toString();
}

/** A rule stays with the selectors that name kept components only, or if it defines tokens. */
function keepComponents(rule: Rule): void {
  if (rule.nodes.some((node) => node.type === 'decl' && node.variable)) return;
  const kept = rule.selectors.filter((selector) => {
    const classes = selector.match(/\.kern-[\w-]+/g) ?? [];
    return classes.length > 0 && classes.every((name) => KEPT.test(name));
  });
  if (kept.length > 0) rule.selectors = kept;
  else rule.remove();
}

function dropUnusedProperties(root: Root): void {
  const defined = new Map<string, string>();
  const used = new Set<string>();
  const visit = (value: string) => {
    for (const [, name = ''] of value.matchAll(/var\((--[\w-]+)/g))
      if (!used.has(name)) {
        used.add(name);
        visit(defined.get(name) ?? '');
      }
  };
  const ours = (decl: Declaration) => decl.variable && decl.prop.startsWith('--kern');
  root.walkDecls((d) => void (ours(d) && defined.set(d.prop, `${defined.get(d.prop) ?? ''}${d.value}`)));
  root.walkDecls((d) => void (ours(d) || visit(d.value)));
  root.walkDecls((d) => void (ours(d) && !used.has(d.prop) && d.remove()));
}
