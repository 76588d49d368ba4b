import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { getFormProps, useForm } from '@conform-to/react';
import { getZodConstraint, parseWithZod } from '@conform-to/zod/v4';
import { AccountError } from '~/features/identified/accounts/account-error';
import { requestSignInCode } from '~/features/identified/accounts/request-sign-in-code.server';
import { requestCodeSchema } from '~/features/identified/accounts/sign-in.schema';
import { Button } from '~/ui/button';
import { Field, fieldProps } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { attemptCookie } from './attempt-cookie.server';
import { identifiedWing, ownPath, signedInPerson } from './guards.server';
import { PageError } from './page-error';
import { signInLimits } from './sign-in-limits.server';

export const meta: MetaFunction = () => [{ title: 'Sign in · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const to = ownPath(new URL(args.request.url).searchParams.get('to'), '/in/me');
  if (await signedInPerson(args)) throw redirect(to);
  return { to };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, codeKey } = identifiedWing(context);
  const { clock, publicUrl, settings } = context;
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: requestCodeSchema });
  if (submission.status !== 'success') return data(submission.reply(), { status: 400 });
  try {
    const { organisationName } = settings;
    const deps = { db, clock, codeKey, limits: signInLimits, organisationName, publicUrl };
    const { attemptId } = await requestSignInCode(deps, submission.value);
    const to = ownPath(form.get('to'), '/in/me');
    return redirect(`/in/code?${new URLSearchParams({ to }).toString()}`, {
      headers: { 'Set-Cookie': attemptCookie(publicUrl, attemptId) },
    });
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    const formErrors = ['Too many codes were asked for in a short time. Please wait two minutes and try again.'];
    return data(submission.reply({ formErrors }), { status: 429 });
  }
}

export default function SignIn() {
  const { to } = useLoaderData<typeof loader>();
  const isSending = useNavigation().formAction !== undefined;
  const [form, fields] = useForm({
    id: 'sign-in',
    lastResult: useActionData<typeof action>(),
    constraint: getZodConstraint(requestCodeSchema),
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithZod(formData, { schema: requestCodeSchema }),
  });
  return (
    <Page width="narrow">
      <PageHeader
        title="Sign in"
        lead="Write your work address. We send a code there; there is no password to remember or to lose."
      />
      <Form method="post" {...getFormProps(form)}>
        <div className="stack">
          <FormErrors problems={(form.errors ?? []).map((message) => ({ message }))} />
          <input type="hidden" name="to" value={to} />
          <Field
            label="Work e-mail address"
            kind="email"
            autoComplete="email"
            hint="The one that the company’s list of employees has."
            {...fieldProps(fields.email)}
          />
          <Button disabled={isSending}>{isSending ? 'Sending …' : 'Send me a code'}</Button>
        </div>
      </Form>
      <Section title="You need this less often than you think">
        <div className="stack">
          <p>
            Reading petitions needs no sign-in, and <strong>signing one never does</strong>: when you sign, this site
            neither asks nor learns who you are.
          </p>
          <p>
            You sign in to put your key on the register, to start a petition, or to work at a desk. What is stored then
            is shown to you on your own page. <Link to="/promise">What we promise</Link>
          </p>
        </div>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
