/** One line on a terminal that is written over; without a terminal, nothing. */
export interface ProgressLine {
  readonly show: (text: string) => void;
  readonly end: () => void;
}

const CLEAR = '\r\u001b[K';

/** Writes to standard error, so that what a command says can be kept apart from how far it is. */
export function progressLine(): ProgressLine {
  const { stderr } = process;
  let last = '';
  return {
    show(text) {
      if (!stderr.isTTY || text === last) return;
      last = text;
      stderr.write(`${CLEAR}${text}`);
    },
    end() {
      if (stderr.isTTY) stderr.write(CLEAR);
    },
  };
}
