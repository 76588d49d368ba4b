import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { getFormProps, useForm } from '@conform-to/react';
import { getZodConstraint, parseWithZod } from '@conform-to/zod/v4';
import { AccountError } from '~/features/identified/accounts/account-error';
import { confirmSignInCode } from '~/features/identified/accounts/confirm-sign-in-code.server';
import { confirmCodeSchema } from '~/features/identified/accounts/sign-in.schema';
import { Button, ButtonLink } from '~/ui/button';
import { Field, fieldProps } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Notice } from '~/ui/notice';
import { Cluster, Page, PageHeader, Section } from '~/ui/page';
import { attemptIdOf, noAttemptCookie } from './attempt-cookie.server';
import { identifiedWing, ownPath } from './guards.server';
import { PageError } from './page-error';
import { signInLimits } from './sign-in-limits.server';

export const meta: MetaFunction = () => [{ title: 'Your code · Round Robin' }];

export function loader({ request }: LoaderFunctionArgs) {
  const to = ownPath(new URL(request.url).searchParams.get('to'), '/in/me');
  return { to, again: signInPath(to), isUnderWay: attemptIdOf(request) !== null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, codeKey, sessions } = identifiedWing(context);
  const { clock, publicUrl } = context;
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: confirmCodeSchema });
  if (submission.status !== 'success') return data(submission.reply(), { status: 400 });
  try {
    const deps = { db, clock, codeKey, sessions, limits: signInLimits };
    const attemptId = attemptIdOf(request);
    const { setCookie } = await confirmSignInCode(deps, { attemptId, code: submission.value.code });
    // Whoever was signed in here before is not any more: this browser's cookie is about to be another.
    await sessions.end(request);
    const headers = new Headers([
      ['Set-Cookie', setCookie],
      ['Set-Cookie', noAttemptCookie(publicUrl)],
    ]);
    return redirect(ownPath(form.get('to'), '/in/me'), { headers });
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    const { status, ...problem } = refusalOf(error);
    return data(submission.reply(problem), { status });
  }
}

function refusalOf({ code }: AccountError) {
  switch (code) {
    case 'wrong-code':
      return { status: 400, fieldErrors: { code: ['That is not the code from the mail. Please look again.'] } };
    case 'too-many-requests':
      return { status: 429, formErrors: ['Too many codes are being tried just now. Please wait a minute.'] };
    default:
      return {
        status: 400,
        formErrors: [
          'This code does not work any more: it was used, ten minutes have passed, five tries were wrong, or it was asked for in another browser. Please ask for a new one.',
        ],
      };
  }
}

function signInPath(to: string): string {
  return `/in/sign-in?${new URLSearchParams({ to }).toString()}`;
}

export default function Code() {
  const { to, again, isUnderWay } = useLoaderData<typeof loader>();
  const isSending = useNavigation().formAction !== undefined;
  const [form, fields] = useForm({
    id: 'code',
    lastResult: useActionData<typeof action>(),
    constraint: getZodConstraint(confirmCodeSchema),
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: confirmCodeSchema }),
  });
  return (
    <Page width="narrow">
      <PageHeader
        title="Look into your mail"
        lead="If the address is on the company’s list of employees, a code is on its way there. It works once, for ten minutes, in this browser only."
      />
      <Form method="post" {...getFormProps(form)}>
        <div className="stack">
          <FormErrors problems={(form.errors ?? []).map((message) => ({ message }))} />
          {!isUnderWay && !form.errors && (
            <Notice tone="warn" title="No code was asked for in this browser">
              <p>Or more than ten minutes ago. A code from another browser does not work here.</p>
            </Notice>
          )}
          <input type="hidden" name="to" value={to} />
          <Field
            label="Code"
            look="code"
            autoComplete="one-time-code"
            hint="Eight letters and digits, like K7DM-29QX. Small letters are fine."
            {...fieldProps(fields.code)}
          />
          <Cluster>
            <Button disabled={isSending}>{isSending ? 'Checking …' : 'Sign in'}</Button>
            <ButtonLink to={again} tone="quiet">
              Ask for a new code
            </ButtonLink>
          </Cluster>
        </div>
      </Form>
      <Section title="No mail?">
        <p>
          Look into the folder for unwanted mail, and whether the address was spelt as the company’s list has it. We
          answer the same to every address, so that nobody can find out here who is on the list.
        </p>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
