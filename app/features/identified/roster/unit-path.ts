import { rosterLimits } from './roster';

/** Separators that cannot well be part of a unit's name come first: 'Europe > Sales/Marketing' has two levels. */
const separators = ['>', '\\', '|', ' / ', '/'] as const;

/**
 * One spelling of a place in the organisation chart: levels trimmed and joined by ' / ', empty levels left out.
 * The first of `>` `\` `|` ` / ` `/` that occurs separates; a slash inside a level loses the spaces around it, so that
 * it stays apart from the separator. Returns '' where there is no level, null where there are too many.
 */
export function canonicalUnitPath(text: string): string | null {
  const separator = separators.find((each) => text.includes(each)) ?? '/';
  const levels = text
    .split(separator)
    .map((level) => level.replace(/\s*\/+\s*/g, '/').replace(/^[\s/]+|[\s/]+$/g, ''))
    .filter((level) => level !== '');
  return levels.length > rosterLimits.unitLevels ? null : levels.join(' / ');
}
