/** The parts of a preview, each a list of its own. */
export const previewTabs = ['joiners', 'leavers', 'changes', 'refused'] as const;
export type PreviewTab = (typeof previewTabs)[number];

/** Rows on one page of a preview. */
const pageSize = 50;

/** Pages that so many rows fill; at least one. */
export function previewPages(rows: number): number {
  return Math.max(1, Math.ceil(rows / pageSize));
}

/** What a query takes for one page (from 1) of a preview. */
export function previewPage(page: number): { readonly limit: number; readonly offset: number } {
  return { limit: pageSize, offset: (page - 1) * pageSize };
}
