import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { changeSettingSchema } from '~/features/published/settings/change-setting.schema';
import { changeSetting } from '~/features/published/settings/change-setting.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { SettingError } from '~/features/published/settings/setting-error';
import { settingWords } from '~/features/published/settings/setting-words';
import {
  type ChangeableSetting,
  changeableSettings,
  settingBounds,
  settingFloor,
  type Settings,
} from '~/platform/settings';
import { Button } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Facts } from '~/ui/facts';
import { Field } from '~/ui/field';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Settings · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'administrator');
  const base = args.context.settings;
  const settings = await currentSettings(identifiedWing(args.context).db, base);
  return {
    settings: changeableSettings.map((name) => ({ name, value: settings[name], bounds: boundsOf(base, name) })),
    fixed: fixedFacts(base),
    changed: new URL(args.request.url).searchParams.get('changed'),
  };
}

export async function action(args: ActionFunctionArgs) {
  await requireRole(args, 'administrator');
  const { clock, settings: base } = args.context;
  const form = await args.request.formData();
  const parsed = changeSettingSchema.safeParse(Object.fromEntries(form));
  const name = changeableSettings.find((each) => each === form.get('name'));
  if (!name) throw new Response(null, { status: 400 });
  if (!parsed.success) return data({ name, problem: `Please write ${boundsOf(base, name)}.` }, { status: 400 });
  try {
    await changeSetting({ db: identifiedWing(args.context).db, clock, base }, parsed.data);
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    const problem = error.code === 'unchanged' ? 'It has this value already.' : `Please write ${boundsOf(base, name)}.`;
    return data({ name, problem }, { status: 400 });
  }
  return redirect(`/in/admin/settings?changed=${name}`);
}

function boundsOf(base: Settings, name: ChangeableSetting): string {
  return `a whole number from ${formatCount(settingFloor(base, name))} to ${formatCount(settingBounds[name].max)}`;
}

function fixedFacts({ minimum, publication, registerDepth }: Settings) {
  const schedule =
    publication.kind === 'daily'
      ? `Once a day, at ${String(publication.hour)}:00 (${publication.timeZone})`
      : `Every ${String(publication.seconds)} seconds (only in the demo)`;
  return [
    { term: 'Smallest crowd, and smallest number shown', detail: formatCount(minimum) },
    { term: 'Publication', detail: schedule },
    { term: 'Places on a register', detail: formatCount(2 ** registerDepth) },
  ];
}

export default function AdminSettings() {
  const { settings, fixed, changed } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <Page width="reading">
      <PageHeader
        title="Settings"
        lead="What you change here holds for later petitions; what is open keeps what it was opened with. Every change is an entry in the public ledger."
      />
      <div className="stack stack--loose">
        {settings.map(({ name, value, bounds }) => (
          <Form method="post" key={name}>
            <div className="stack">
              {changed === name && !refused && <Notice tone="success" live title="Changed, and the ledger says so." />}
              <input type="hidden" name="name" value={name} />
              <Field
                kind="number"
                look="short"
                label={settingWords[name].label}
                id={name}
                name="value"
                inputMode="numeric"
                required
                hint={`${settingWords[name].about} Allowed: ${bounds}.`}
                defaultValue={String(value)}
                errors={refused?.name === name ? [refused.problem] : undefined}
              />
              <Button tone="secondary" aria-label={`Save: ${settingWords[name].label}`}>
                Save
              </Button>
            </div>
          </Form>
        ))}
      </div>
      <Section title="What nobody can change here">
        <div className="stack">
          <Facts facts={fixed} />
          <p className="small soft">
            These are in the program, or in the configuration of the machine. There is no setting that makes anybody
            less anonymous.
          </p>
        </div>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
