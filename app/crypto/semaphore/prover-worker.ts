import type { Artifacts } from './artifacts';
import { assistWith, loadCurve, type Assist, type AssistedBases } from './groth16';
import { loadProver, ProverError, type ProofInput, type Prover } from './prover';
import type { AssistAnswer, AssistRequest, ProverAnswer, ProverRequest, ProvingFiles } from './prover-messages';

/*
 * The proving worker and its assistant: one file, two parts. It runs under a policy of its own: only this file's response
 * carries 'wasm-unsafe-eval' (protocol 4). Secrets come by message and are kept nowhere.
 */

let prover: Promise<Prover> | undefined;
let loseAssistant: () => void;
const assistantLost = new Promise<null>((resolve) => {
  loseAssistant = () => resolve(null);
});

addEventListener('message', ({ data }: MessageEvent<ProverRequest>) => {
  if (data.kind === 'assist') assist(data.prover);
  else if (data.kind === 'unassisted') loseAssistant();
  else if (data.kind === 'start') void answering(() => start(data.files, data.assistant));
  else void answering(() => prove(data.input));
});

async function start(files: ProvingFiles, assistant: MessagePort | null): Promise<ProverAnswer> {
  const { wasm, zkey } = files.urls;
  const bytes: Artifacts<Uint8Array> = { wasm: await download(wasm), zkey: await download(zkey) };
  prover = loadProver(files.depth, bytes, assistant ? (bases) => assistedBy(assistant, bases) : undefined);
  await prover;
  return { kind: 'started' };
}

async function prove(input: ProofInput): Promise<ProverAnswer> {
  if (!prover) throw new ProverError('worker-failed', 'The prover was not started');
  const proof = await (await prover).prove(input, (stage) => answer({ kind: 'stage', stage }));
  return { kind: 'proved', proof };
}

async function download(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { credentials: 'omit' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new ProverError('download-failed', 'A file for proving could not be fetched', { cause });
  }
}

async function answering(work: () => Promise<ProverAnswer>): Promise<void> {
  try {
    answer(await work());
  } catch (error) {
    const code = error instanceof ProverError ? error.code : 'worker-failed';
    answer({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  }
}

function answer(message: ProverAnswer): void {
  self.postMessage(message);
}

/** The assistant's part: it holds the bases of two sums and nothing else. */
function assist(port: MessagePort): void {
  let sums: Promise<Assist> | undefined;
  port.onmessage = async ({ data }: MessageEvent<AssistRequest>) => {
    if ('bases' in data) {
      sums = loadCurve().then((curve) => assistWith(curve, data.bases));
      return;
    }
    let result: AssistAnswer;
    try {
      if (!sums) throw new Error('No bases');
      result = await (await sums)(data.witness);
    } catch (error) {
      result = { failed: String(error) };
    }
    data.witness.fill(0);
    port.postMessage(result);
  };
}

/** The prover's side of it. Where the assistant fails or is lost, the prover makes the sums itself. */
function assistedBy(port: MessagePort, bases: AssistedBases): Assist {
  // Copies: the bases are views into one large file.
  port.postMessage({ bases: { b2: bases.b2.slice(), c: bases.c.slice() } } satisfies AssistRequest);
  return async (witness) => {
    const answered = new Promise<AssistAnswer>((resolve) => {
      port.onmessage = ({ data }: MessageEvent<AssistAnswer>) => resolve(data);
    });
    port.postMessage({ witness } satisfies AssistRequest);
    const result = await Promise.race([answered, assistantLost]);
    if (result && 'b2' in result) return result;
    return assistWith(await loadCurve(), bases)(witness);
  };
}
