// Steps over the tree that Markdown became, before it is drawn.
import type { ExtraProps } from 'react-markdown';
import { readHidden } from './visible-controls.ts';

export type TreeElement = NonNullable<ExtraProps['node']>;
type Child = TreeElement['children'][number];

/** Puts a `hidden-mark` element, drawn by its component, in the place of each hidden character. */
export function rehypeHiddenMarks() {
  return (tree: { children: unknown[] }): void => {
    // The plugin is given a root, whose children are those of an element and a doctype Markdown never makes.
    markHidden(tree as TreeElement);
  };
}

function markHidden(parent: TreeElement): void {
  parent.children = parent.children.flatMap((child): Child[] => {
    if (child.type === 'element') markHidden(child);
    if (child.type !== 'text') return [child];
    return readHidden(child.value).map(({ text, name }) =>
      name === null
        ? { type: 'text', value: text }
        : {
            type: 'element',
            tagName: 'mark',
            properties: { dataHidden: name },
            children: [{ type: 'text', value: text }],
          },
    );
  });
}

/** The text of an element as it was written. */
export function textOf(node: Child): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}
