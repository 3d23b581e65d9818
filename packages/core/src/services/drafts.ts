// Datasets in preparation, as the contract names what can be done with them.
import type { DraftTokens } from '../datasets/drafts/draft-tokens.ts';
import type { Drafts } from '../datasets/drafts/open-drafts.ts';
import type { Implementer } from './implementer.ts';

export function draftsHandlers(os: Implementer['drafts'], { drafts, tokens }: { drafts: Drafts; tokens: DraftTokens }) {
  return os.router({
    open: os.open.handler(({ input }) => drafts.open(input.origin)),
    list: os.list.handler(() => drafts.list()),
    get: os.get.handler(({ input }) => drafts.get(input.draft)),
    close: os.close.handler(({ input }) => drafts.close(input.draft)),
    check: os.check.handler(({ input, signal }) => drafts.follow(input.draft, input.again, signal)),
    rows: os.rows.handler(({ input, signal }) => drafts.rows(input.draft, input, signal)),
    row: os.row.handler(({ input, signal }) => drafts.row(input.draft, input.row, signal)),
    search: os.search.handler(({ input, signal }) => drafts.search(input.draft, input, signal)),
    plan: os.plan.handler(({ input }) => drafts.plan(input.draft, input.change)),
    edit: os.edit.handler(({ input, signal }) => drafts.edit(input.draft, input.row, input.edit, signal)),
    preview: os.preview.handler(({ input, signal }) => drafts.preview(input.draft, input.mapping, input.count, signal)),
    render: os.render.handler(({ input, signal }) => tokens.render(input.draft, input, signal)),
    tokens: os.tokens.handler(({ input, signal }) => tokens.follow(input.draft, input, signal)),
    write: os.write.handler(({ input, signal }) => drafts.write(input.draft, input.folder, signal)),
  });
}
