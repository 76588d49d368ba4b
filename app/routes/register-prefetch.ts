/** Links by which every reader of a page fetches a register's files. @param files names, or none where there is no page */
export function registerPrefetch(files: readonly string[] | undefined) {
  return (files ?? []).map((hash) => ({
    tagName: 'link' as const,
    rel: 'prefetch',
    href: `/register-files/${hash}`,
    as: 'fetch',
  }));
}
