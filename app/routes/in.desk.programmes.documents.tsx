import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { addReviewDocument } from '~/features/identified/programmes/write-programme.server';
import { shortHash } from '~/features/published/programmes/part-text';
import { documentTitleSchema, programmeLimits } from '~/features/published/programmes/programme.schema';
import { normaliseDeep } from '~/features/published/programmes/programme-text';
import { heldDocuments } from '~/features/published/programmes/programmes.queries.server';
import { documentLimits } from '~/features/published/programmes/review-documents.server';
import { MultipartError, receiveFile } from '~/platform/multipart';
import { Button } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Documents of reviews · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  return { documents: await heldDocuments(identifiedWing(args.context).db) };
}

interface Problem {
  readonly field: 'title' | 'document';
  readonly message: string;
}

class TitleError extends Error {}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const file = { field: 'document', maxBytes: documentLimits.bytes };
  try {
    await receiveFile(args.request, file, (bytes, fields) => {
      const title = documentTitleSchema.safeParse(normaliseDeep(fields.get('title') ?? ''));
      if (title.error) throw new TitleError(title.error.issues[0]?.message);
      return addReviewDocument({ db }, { actor, title: title.data, bytes });
    });
    return redirect('/in/desk/programmes/documents');
  } catch (error) {
    if (error instanceof TitleError) return data<Problem>({ field: 'title', message: error.message }, { status: 400 });
    const { status, message } = error instanceof MultipartError ? uploadProblems[error.code] : refusalOf(error);
    return data<Problem>({ field: 'document', message }, { status });
  }
}

const uploadProblems: Readonly<Record<MultipartError['code'], { readonly message: string; readonly status: number }>> =
  {
    'not-a-form': { message: 'That was not a file from this form. Please choose it once more.', status: 400 },
    'no-file': { message: 'Please choose a file.', status: 400 },
    'too-large': { message: 'A document has at most 10 MB.', status: 413 },
    interrupted: { message: 'The file did not arrive whole. Nothing was kept; please try again.', status: 400 },
  };

export default function ReviewDocuments() {
  const { documents } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>();
  const errorsOf = (field: Problem['field']) => (problem?.field === field ? [problem.message] : undefined);
  return (
    <Page width="reading">
      <PageHeader
        title="Documents of reviews"
        lead="Add a document here, then choose it in the review that it belongs to. It is public from that revision on."
      />
      <form method="post" encType="multipart/form-data">
        <Stack>
          <FormErrors problems={problem ? [{ fieldId: problem.field, message: problem.message }] : []} />
          <Field
            label="What it is called"
            name="title"
            required
            maxLength={programmeLimits.line.max}
            errors={errorsOf('title')}
          />
          <Field
            kind="file"
            label="The document"
            name="document"
            required
            accept=".pdf,.txt,application/pdf,text/plain"
            errors={errorsOf('document')}
            hint="PDF or plain text, at most 10 MB. Take out names that are not to be public: it cannot be taken back."
          />
          <Button>Add this document</Button>
        </Stack>
      </form>
      {documents.length > 0 && (
        <Section title="Held here">
          <Table
            caption="Documents held here"
            captionHidden
            rows={documents}
            rowKey={({ hash }) => hash}
            columns={[
              { key: 'title', header: 'Title', cell: ({ title }) => title },
              { key: 'kind', header: 'Kind', cell: ({ mediaType }) => (mediaType === 'text/plain' ? 'Text' : 'PDF') },
              { key: 'bytes', header: 'Bytes', numeric: true, cell: ({ bytes }) => formatCount(bytes) },
              { key: 'hash', header: 'SHA-256 begins', cell: ({ hash }) => <code>{shortHash(hash)}</code> },
            ]}
          />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
