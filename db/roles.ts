import type { LoginRole } from './database';

export type TablePrivilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE';
export type ColumnPrivilege = 'INSERT' | 'UPDATE';

/** What one role may do with one table: on the whole of it, and on single columns. */
export interface TableGrant {
  readonly table: readonly TablePrivilege[];
  readonly columns?: Readonly<Partial<Record<ColumnPrivilege, readonly string[]>>>;
}

export interface RoleGrants {
  readonly schemas: readonly string[];
  readonly tables: Readonly<Record<string, TableGrant>>;
  readonly functions: readonly string[];
}

const read: TableGrant = { table: ['SELECT'] };
const all: TableGrant = { table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] };
/** What waits: moved on, and rewritten in key order every minute. */
const waiting: TableGrant = { table: ['SELECT', 'INSERT', 'DELETE', 'TRUNCATE'] };
const rewritten: TableGrant = { table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'] };
const append: TableGrant = { table: ['SELECT', 'INSERT'] };
const appendAndChange = (...columns: string[]): TableGrant => ({
  table: ['SELECT', 'INSERT'],
  columns: { UPDATE: columns },
});

const appendEntry = 'published.append_entry(bytea)';

const readPublished = Object.fromEntries(
  [
    'setting',
    'petition',
    'moderation_act',
    'petition_update',
    'statement_revision',
    'contradiction',
    'clarification',
    'announcement',
    'holiday',
    'leader',
    'answer_owner',
    'response',
    'answer_reopened',
    'pledge',
    'choice_subject',
    'choice',
    'choice_tally',
    'choice_figure',
    'disclosed_unit',
    'unit_release',
    'unit_figure',
    'question',
    'question_decision',
    'publication',
    'register',
    'register_node',
    'register_file',
    'edition',
    'edition_unit',
    'signature',
    'tally',
    'deletion',
    'figure',
    'threshold_reached',
    'ledger_entry',
    'checkpoint',
    'programme',
    'programme_revision',
    'programme_document',
    'attachment',
    'handler_key',
    'summary',
    'corroboration',
    'corroboration_tally',
    'corroboration_figure',
    'summary_reached',
    'concern_figure',
  ].map((table) => [`published.${table}`, read]),
);

/**
 * The grant matrix: everything that any role may do, and nothing else. Migrations apply it, and every start
 * compares it with the real grants and refuses to run on any difference (threat model, rule 4).
 */
export const grantMatrix: Readonly<Record<LoginRole, RoleGrants>> = {
  identified: {
    schemas: ['identified', 'published'],
    functions: [appendEntry],
    tables: {
      ...readPublished,
      'identified.person': all,
      'identified.account': all,
      'identified.session': all,
      'identified.sign_in_attempt': all,
      'identified.role_grant': all,
      'identified.roster_upload': all,
      'identified.roster_upload_row': all,
      'identified.mail_outbox': all,
      'identified.access_log': { table: ['SELECT', 'INSERT', 'DELETE'] },
      'identified.draft': all,
      'identified.petition_organizer': all,
      'identified.leader_holder': all,
      'identified.answer_case': all,
      'identified.answer_draft': all,
      'identified.answer_draft_subject': all,
      'identified.answer_reviewer': all,
      'identified.answer_comment': all,
      'identified.statement_author': all,
      'identified.reminder': all,
      'identified.enrolment': all,
      'identified.register_place': all,
      'identified.enrolment_nonce': all,
      'identified.enrolment_ticket': all,
      'identified.handler_holder': all,
      'identified.handler_request': all,
      'published.setting': appendAndChange('value', 'since_day'),
      'published.petition': appendAndChange(
        'state',
        'title',
        'demands',
        'background',
        'text_digest',
        'submitted_day',
        'closes_day',
        'critical_mass',
        'opened_day',
        'register_id',
        'threshold',
        'response_days',
        'closed_day',
      ),
      'published.moderation_act': append,
      'published.petition_update': append,
      'published.statement_revision': append,
      'published.contradiction': appendAndChange('withdrawn_day', 'withdrawn_reason'),
      'published.clarification': appendAndChange('answer', 'answered_day'),
      'published.announcement': append,
      'published.holiday': { table: ['SELECT', 'INSERT', 'DELETE'] },
      'published.leader': append,
      'published.answer_owner': append,
      'published.response': appendAndChange('revision', 'answered_day'),
      'published.pledge': appendAndChange('revision', 'status', 'due_day', 'ended_day', 'leader_id', 'unit'),
      'published.choice_subject': appendAndChange('revision', 'text_digest', 'publication', 'until_day'),
      'published.question': { table: ['SELECT'], columns: { UPDATE: ['state', 'opened_day'] } },
      'published.question_decision': append,
      'published.publication': appendAndChange('editions_done'),
      'published.register': appendAndChange('next_leaf', 'retired'),
      'published.register_node': appendAndChange('hash'),
      'published.register_file': append,
      'published.edition': append,
      'published.edition_unit': append,
      'published.programme': appendAndChange('state', 'revision'),
      'published.programme_revision': append,
      'published.programme_document': append,
      'published.attachment': {
        table: ['SELECT', 'INSERT', 'DELETE'],
        columns: { UPDATE: ['programme_id', 'field', 'day'] },
      },
      'published.handler_key': appendAndChange('retired_day', 'retired_by', 'retired_signature'),
    },
  },
  published: {
    schemas: ['published'],
    functions: [appendEntry],
    tables: {
      ...readPublished,
      'published.publication': { table: ['SELECT'], columns: { UPDATE: ['checkpoint_done'] } },
      'published.figure': appendAndChange('signers'),
      'published.threshold_reached': append,
      'published.checkpoint': append,
      'published.corroboration_figure': appendAndChange('keys'),
      'published.summary_reached': append,
      'published.answer_reopened': append,
      'published.choice_figure': appendAndChange('keys'),
    },
  },
  anonymous: {
    schemas: ['anonymous', 'published'],
    functions: [appendEntry],
    tables: {
      'published.setting': read,
      'published.petition': read,
      'published.publication': { table: ['SELECT'], columns: { UPDATE: ['signatures_done'] } },
      'published.register': read,
      'published.edition': read,
      'published.edition_unit': read,
      'published.signature': append,
      'published.tally': appendAndChange('signers', 'publication'),
      'published.deletion': append,
      'published.programme': read,
      'published.handler_key': read,
      'published.summary': append,
      'published.corroboration': append,
      'published.corroboration_tally': appendAndChange('keys', 'publication'),
      'published.concern_figure': append,
      'published.choice_subject': read,
      'published.choice': append,
      'published.choice_tally': appendAndChange('keys', 'publication'),
      'published.disclosed_unit': append,
      'published.unit_release': append,
      'published.unit_figure': append,
      'published.question': append,
      'published.response': read,
      'anonymous.waiting_action': waiting,
      'anonymous.waiting_choice': waiting,
      'anonymous.waiting_unit': waiting,
      'anonymous.waiting_question': waiting,
      'anonymous.question_slot': waiting,
      'anonymous.waiting_corroboration': waiting,
      'anonymous.waiting_filing': waiting,
      'anonymous.concern_slot': waiting,
      'anonymous.concern': rewritten,
      'anonymous.concern_message': rewritten,
      'anonymous.concern_hidden': rewritten,
      'anonymous.concern_grant': all,
      'anonymous.concern_chunk': { table: ['SELECT', 'INSERT', 'DELETE'] },
      'anonymous.concern_tally': rewritten,
      'anonymous.concern_answer_days': rewritten,
      'anonymous.deleted_concerns': rewritten,
    },
  },
  jobs: { schemas: [], tables: {}, functions: [] },
};
