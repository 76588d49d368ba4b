/*
 * Hints on what in a text may give away who wrote it. They are hints: they find what has a form, not what only colleagues
 * know. No pattern repeats without an upper bound, so the work grows with the text and not faster.
 */

export type HintKind =
  | 'mail'
  | 'link'
  | 'path'
  | 'computer'
  | 'phone'
  | 'date'
  | 'time'
  | 'number'
  | 'handle'
  | 'sign-off'
  | 'name'
  | 'near-person'
  | 'small-group'
  | 'only-one'
  | 'job'
  | 'said-before'
  | 'private'
  | 'quote'
  | 'invisible';

export interface Hint {
  /** Where in the text, in UTF-16 units, the end not included. */
  readonly start: number;
  readonly end: number;
  readonly kind: HintKind;
  /** What to do about it, in plain words. */
  readonly advice: string;
}

/** More would only be noise. */
export const mostHints = 200;

const month = '(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)'; // prettier-ignore
const weekday = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const fewWords = '(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1?[0-9])';
const capital = "\\p{Lu}[\\p{L}'’-]{1,30}";
const title = '(?:manager|engineer|analyst|designer|developer|programmer|lead|director|head|officer|administrator|admin|SRE|nurse|accountant|scientist|researcher|writer|recruiter|lawyer|counsel|intern|apprentice|trainee|technician|assistant|secretary|co-?ordinator|architect|specialist|consultant|representative)'; // prettier-ignore

/** In order of rank: where two meet, the one that begins earlier stands, then the one of higher rank. */
export const hintPatterns: readonly (readonly [HintKind, RegExp])[] = [
  ['mail', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/giu],
  ['link', /\b(?:https?:\/\/|www\.)[^\s<>"”]{3,500}/giu],
  ['path', /\b[A-Z]:\\(?:Users|Documents and Settings)\\[^\\\s]{1,64}/giu],
  ['path', /(?<![\w.])\/(?:home|Users)\/[^/\s]{1,64}/gu],
  ['path', /\\\\[\w.-]{1,63}\\[^\s]{1,200}/gu],
  ['computer', /(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.])/gu],
  ['computer', /(?<![\w:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![\w:])/giu],
  ['computer', /(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:local|lan|corp|internal|intra|intranet|home\.arpa)\b/giu],
  ['computer', /\b(?:LAPTOP|DESKTOP|WIN|PC|NB|WS|MAC)-[A-Z0-9]{4,15}\b|\b[\w’'-]{2,30}-MacBook(?:-\w{1,10}){0,2}\b/gu],
  ['date', /(?<![\w.-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\w)|(?<![\w.-])[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?!\w)/gu],
  ['date', new RegExp(`\\b[0-9]{1,2}(?:st|nd|rd|th)?(?: of)? ${month}\\b(?:,? [0-9]{4})?|\\b${month}\\.? [0-9]{1,2}(?:st|nd|rd|th)?\\b(?:,? [0-9]{4})?`, 'giu')],
  ['date', new RegExp(`\\b(?:on|last|this|since|every) ${weekday}\\b|\\b(?:yesterday|this morning|last night)\\b`, 'giu')],
  ['time', /(?<![\w:.])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]\.?m\b\.?)?(?![\w:])|\b[0-9]{1,2}(?:[.][0-9]{2})? ?(?:[ap]m|o['’]clock)\b/giu],
  ['phone', /(?<![\w+.])(?:\+[0-9]|00[1-9]|0[1-9]|\(0)(?:[ ()/.-]{0,3}[0-9]){5,13}(?!\w)|(?<![\w.-])[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}(?!\w)/gu],
  ['number', /\b(?:employee|staff|personnel|badge|ticket|case|incident|serial|asset|order|invoice)(?: (?:number|no\.?|id))?[:#]? {0,2}#?(?=[\w-]{0,15}[0-9])[\w-]{2,16}/giu],
  ['number', /(?<![\w-])(?:[A-Z]{2,10}-[0-9]{2,8}|[A-Z]{1,5}[0-9]{4,10}|[0-9]{5,19})(?![\w-])|#[0-9]{3,10}\b/gu],
  ['number', /(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/giu],
  ['handle', /(?<![\w@./])@[A-Za-z][\w.-]{1,38}/gu],
  ['sign-off', new RegExp(`(?<=^|\\n)[ \\t]{0,4}(?:(?:[Ww]ith )?(?:[Kk]ind|[Bb]est|[Ww]arm) (?:[Rr]egards|[Ww]ishes)|[Bb]est|[Rr]egards|[Cc]heers|[Tt]hanks|[Tt]hank you|[Yy]ours(?: sincerely| truly| faithfully)?|[Ss]incerely|[Ll]ove|[Gg]reetings)[,!.]?[ \\t]{0,3}\\n{0,2}[ \\t]{0,4}(?:— ?|- ?)?${capital}(?: ${capital})?\\.?(?=[ \\t]{0,4}(?:\\n|$))`, 'gu')],
  ['name', new RegExp(`\\b(?:Mr|Ms|Mrs|Mx|Miss|Dr|Prof|Professor|Herr|Frau)\\.? ${capital}(?: ${capital})?`, 'gu')],
  ['near-person', new RegExp(`\\b[Mm]y (?:direct |line |own |former |old |new |current |closest ){0,2}(?:manager|boss|supervisor|team lead|lead|director|colleague|desk mate|deputy|mentor|predecessor|successor|intern|apprentice)(?:['’]s)?\\b(?:,? ${capital})?`, 'gu')],
  ['small-group', new RegExp(`\\b(?:team|group|squad|crew|shift|office|department|unit) of (?:about |only |just |around )?${fewWords}\\b|\\b(?:the|all) ${fewWords} of us\\b|\\bthere (?:are|were) (?:only |just )?${fewWords} of us\\b|\\bwe (?:are|were) (?:only |just )?${fewWords} (?:people|colleagues|employees)\\b`, 'giu')],
  ['only-one', /\b(?:I am|I['’]m|I was|I have been|being|as) the (?:only|first|last|sole|single|youngest|oldest|newest)\b(?: [\p{L}'’-]{1,20}){0,4}|\bthe only (?:[\p{L}'’-]{1,20} ){1,3}(?:in|on|at|of|who|with|from)\b(?: (?:the )?[\p{L}-]{1,20})?|\b(?:nobody|no one) (?:else )?(?:but|except) me\b/giu],
  ['job', new RegExp(`\\b(?:I am|I['’]m|I was|I work as|my job as|my role as|as) (?:the|a|an) (?:[\\p{L}-]{2,20} ){0,3}${title}\\b(?: (?:in|of|for|at) (?:the )?[\\p{L}-]{2,20})?|\\b(?:I am|I['’]m|as) (?:the )?head of (?:[\\p{L}-]{2,20})`, 'giu')],
  ['said-before', /\b(?:as|like|what|when|after|since|because) I (?:have |had |already ){0,2}(?:said|wrote|written|told|mentioned|asked|raised|reported|complained|explained|pointed out|noted|warned)\b[^.!?\n]{0,60}|\bI (?:have |had |already ){0,2}(?:told|wrote to|e-?mailed|asked|complained to|reported (?:it|this) to|spoke to|spoke with|talked to|warned)\b[^.!?\n]{0,60}/giu],
  ['private', /\bmy (?:maternity|paternity|parental|sick|own) leave\b|\bmy (?:wife|husband|partner|son|daughter|kids|children|mother|father|illness|disability|pregnancy|visa|accent|probation|promotion|transfer|last review)\b|\bI(?: have|['’]ve)? (?:only )?(?:joined|started(?: here)?|been here|worked here)(?: (?:in|since|for) \w{1,12}(?: years?| months?| weeks?)?)?|\bin my \w{1,12} years\b/giu],
  ['quote', /[“"«][^”"»\n]{20,300}[”"»]/gu],
  ['invisible', /[\u00ad\u180e\u200b\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]{1,64}/gu],
]; // prettier-ignore

const advice: Readonly<Record<HintKind, string>> = {
  mail: 'A mail address leads to a person. Leave it out, or say what kind of mailbox it is.',
  link: 'A link may hold a number that tells who was given it. Say in words what it leads to.',
  path: 'This folder carries the name of whose computer it is. Leave the beginning out.',
  computer: 'This names a computer, and computers are given to people. Say what kind of computer it is.',
  phone: 'A telephone number leads to a person. Leave it out.',
  date: 'Who was there on a given day can be looked up. Say it roughly: in spring, some weeks ago.',
  time: 'Who was there at a given minute can be looked up. Leave the time out, or say: in the morning.',
  number: 'Numbers of people, tickets and devices can be looked up. Leave it out unless everybody has seen it.',
  handle: 'This is somebody’s name in a chat. Say what they do instead, if it matters.',
  'sign-off': 'No name is needed at the end. Leave it out.',
  name: 'Naming somebody may tell who you work with. Say what they do instead, if many do it.',
  'near-person': 'This tells where you stand in the organisation. Say “a manager”, without “my”, and no name.',
  'small-group': 'In so small a group you are easily found. Leave the number out.',
  'only-one': 'If there is only one, it is you. Say it so that it could be many.',
  job: 'Few may have this job. Leave it out, or say it more broadly.',
  'said-before': 'Whoever heard or read it then knows who is writing. Tell it as if for the first time.',
  private: 'What people know of your life tells who you are. Leave it out if it does not matter.',
  quote: 'Words as they stood in a mail or chat can be searched for, with everybody who got them. Say it in your own.',
  invisible: 'Letters that nobody sees can tell whose copy this was taken from. Type these words anew.',
};

/**
 * Finds what in a text may tell who wrote it; on the device, before anything is encrypted.
 *
 * @param text any length; the work is proportional to it
 * @returns at most `mostHints`, in the order of the text, none over another
 */
export function hintsFor(text: string): readonly Hint[] {
  const found = hintPatterns.flatMap(([kind, pattern], rank) =>
    Array.from(text.matchAll(pattern), (match) => ({ ...placeOf(match), kind, rank })),
  );
  found.sort((one, other) => one.start - other.start || one.rank - other.rank);
  const hints: Hint[] = [];
  let behind = 0;
  for (const { start, end, kind } of found) {
    if (start < behind) continue;
    hints.push({ start, end, kind, advice: advice[kind] });
    if (hints.length === mostHints) break;
    behind = end;
  }
  return hints;
}

/** A match without blanks at its ends and the mark that ends a sentence. */
function placeOf(match: RegExpExecArray): { start: number; end: number } {
  const [matched] = match;
  const isBlank = (at: number) => /^[ \t\n]$/.test(matched.charAt(at));
  let [start, end] = [0, matched.length];
  while (start < end && isBlank(start)) start += 1;
  while (end > start && (isBlank(end - 1) || /^[.,;]$/.test(matched.charAt(end - 1)))) end -= 1;
  return { start: match.index + start, end: match.index + end };
}
