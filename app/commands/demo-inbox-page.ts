/** A mail as the demo's inbox shows it. */
export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** What opens a demo handler's desk. In the demo everybody may know it. */
export interface HandlerWords {
  readonly name: string;
  readonly words: string;
}

/** The page with all mail, newest first, or only that of one address (`/?to=…`); and its style sheet. */
export function inboxPage(
  target: string,
  mails: readonly ReceivedMail[],
  handlers: readonly HandlerWords[] = [],
): { type: string; body: string } {
  const url = new URL(target, 'http://inbox');
  if (url.pathname === '/style.css') return { type: 'text/css', body: style };
  const to = url.searchParams.get('to') ?? '';
  const shown = to === '' ? mails : mails.filter((mail) => mail.to.includes(to.toLowerCase()));
  return { type: 'text/html', body: page(to, shown, handlers) };
}

function page(to: string, mails: readonly ReceivedMail[], handlers: readonly HandlerWords[]): string {
  const list =
    mails.length === 0
      ? `<p class="empty">${to === '' ? 'No mail yet.' : `No mail for ${escape(to)} yet.`} This page looks again every three seconds.</p>`
      : mails.map(article).join('');
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>Everybody’s mail: Round Robin demo</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
<h1>Everybody’s mail</h1>
<p>What the demo company’s people get, newest first. It never leaves this machine.</p>
<form><label for="to">Only to</label> <input id="to" name="to" value="${escape(to)}"> <button>Show</button></form>
</header>
<main>${list}</main>
${handlersFooter(handlers)}</body>
</html>
`;
}

function handlersFooter(handlers: readonly HandlerWords[]): string {
  if (handlers.length === 0) return '';
  const list = handlers.map(({ name, words }) => `<dt>${escape(name)}</dt><dd>${escape(words)}</dd>`).join('');
  return `<footer>
<h2>Handlers’ words</h2>
<p>Twelve words open a handler’s key to concerns. Elsewhere only its holder has them.</p>
<dl>${list}</dl>
</footer>
`;
}

function article({ to, subject, body }: ReceivedMail): string {
  return `<article><h2>${escape(subject)}</h2><p class="to">to ${escape(to)}</p><pre>${escape(body.trim())}</pre></article>`;
}

/** Mail is text that anybody may have written. */
function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; --paper: #fbf8f1; --ink: #1d2a33; --line: #d8d0be; --accent: #0b6b6b; }
@media (prefers-color-scheme: dark) { :root { --paper: #12181e; --ink: #e8e4da; --line: #35414b; --accent: #6cc5c0; } }
body { margin: 0 auto; max-width: 44rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink); }
h1 { margin: 0; font: 600 2rem/1.2 Georgia, serif; }
header p { margin: .25rem 0 1rem; }
form { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; }
input, button { font: inherit; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem; background: transparent; color: inherit; }
input { flex: 1 1 12rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
article { margin-top: 1.5rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .5rem; }
h2 { margin: 0; font: 600 1.2rem/1.3 Georgia, serif; }
.to { margin: .1rem 0 .75rem; color: var(--accent); }
pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
.empty { margin-top: 2rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
footer p { margin: .25rem 0; }
dt { margin-top: .75rem; font-weight: 600; }
dd { margin: 0; }
`;
