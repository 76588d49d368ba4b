import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { askToHandle } from '~/features/identified/handlers/ask-to-handle.server';
import { handlerAct, type HandlerActBody } from '~/features/identified/handlers/handler-act.schema';
import { HandlerError, type HandlerErrorCode } from '~/features/identified/handlers/handler-error';
import type { HandlerDeps } from '~/features/identified/handlers/handler-keys.server';
import { letInHandler, replaceHandlerKey } from '~/features/identified/handlers/let-in-handler.server';
import { retireHandlerKey } from '~/features/identified/handlers/retire-handler-key.server';
import { answer, methodNotAllowed, readJson } from './enrolment-answers.server';
import { identifiedWing, requireRole } from './guards.server';

const statuses: Readonly<Record<HandlerErrorCode, number>> = {
  'not-handler': 403,
  'wrong-day': 409,
  'unusable-key': 422,
  'known-key': 409,
  'bad-signature': 422,
  'not-your-key': 403,
  'unknown-request': 404,
  'own-request': 403,
  'unknown-key': 404,
  'last-key': 409,
};

export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  await requireRole(args, 'handler');
  return methodNotAllowed();
}

/** What a handler does with keys, signed in the browser: `{ state }`. */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const { personNumber } = await requireRole(args, 'handler');
  const body = await readJson(args.request, handlerAct);
  const { clock, settings, publicUrl } = args.context;
  try {
    return answer(200, await perform({ db: identifiedWing(args.context).db, clock, settings, publicUrl }, personNumber, body)); // prettier-ignore
  } catch (error) {
    if (!(error instanceof HandlerError)) throw error;
    return answer(statuses[error.code], { error: error.code });
  }
}

async function perform(deps: HandlerDeps, personNumber: string, body: HandlerActBody): Promise<{ state: string }> {
  switch (body.act) {
    case 'ask':
      return askToHandle(deps, { personNumber, key: body });
    case 'replace':
      await replaceHandlerKey(deps, { personNumber, replace: body });
      break;
    case 'let-in':
      await letInHandler(deps, { personNumber, letIn: body });
      break;
    case 'retire':
      await retireHandlerKey(deps, { personNumber, retire: body });
  }
  return { state: 'done' };
}
