import { index, layout, route, type RouteConfig } from '@remix-run/route-config';

export default [
  // Every page that carries the name, the navigation and the quick exit.
  layout('routes/site.tsx', [
    // Signed-in pages: the only ones whose requests carry the session cookie.
    layout('routes/in.layout.tsx', [
      route('in/sign-in', 'routes/in.sign-in.tsx'),
      route('in/code', 'routes/in.code.tsx'),
      route('in/sign-out', 'routes/in.sign-out.tsx'),
      route('in/me', 'routes/in.me.tsx'),
      route('in/my-key', 'routes/in.my-key.tsx'),
      route('in/petitions/new', 'routes/in.petitions.new.tsx'),
      route('in/petitions/from/:summaryId', 'routes/in.petitions.from-summary.tsx'),
      route('in/petitions/:draftId/:step?', 'routes/in.petitions.draft.tsx'),
      route('in/desk/organizer', 'routes/in.desk.organizer.tsx'),
      route('in/desk/organizer/:petitionId', 'routes/in.desk.organizer.petition.tsx'),
      route('in/desk/organizer/:petitionId/sponsors', 'routes/in.desk.organizer.sponsors.tsx'),
      route('in/desk/organizer/:petitionId/share', 'routes/in.desk.organizer.share.tsx'),
      route('in/desk/organizer/:petitionId/questions', 'routes/in.desk.organizer.questions.tsx'),
      route('in/desk/organizer/:petitionId/appeal', 'routes/in.desk.organizer.appeal.tsx'),
      route('in/desk/organizer/:petitionId/contradictions', 'routes/in.desk.organizer.contradictions.tsx'),
      route('in/desk/organizer/:petitionId/organizers', 'routes/in.desk.organizer.organizers.tsx'),
      route('in/desk/organizer/:petitionId/ending', 'routes/in.desk.organizer.ending.tsx'),
      route('in/invitations/:petitionId', 'routes/in.invitation.tsx'),
      route('in/desk/moderation', 'routes/in.desk.moderation.tsx'),
      route('in/desk/moderation/:petitionId', 'routes/in.desk.moderation.petition.tsx'),
      route('in/desk/leadership', 'routes/in.desk.leadership.tsx'),
      route('in/desk/leadership/who/:subject/:id', 'routes/in.desk.leadership.who.tsx'),
      route('in/desk/leadership/ask/:petitionId', 'routes/in.desk.leadership.ask.tsx'),
      route('in/desk/leadership/:petitionId', 'routes/in.desk.leadership.petition.tsx'),
      route('in/desk/leadership/summaries/:summaryId', 'routes/in.desk.leadership.summary.tsx'),
      route('in/desk/leadership/questions', 'routes/in.desk.leadership.questions.tsx'),
      route('in/desk/leadership/questions/:questionId', 'routes/in.desk.leadership.question.tsx'),
      route('in/desk/moderation/questions', 'routes/in.desk.moderation.questions.tsx'),
      route('in/desk/moderation/questions/:questionId', 'routes/in.desk.moderation.question.tsx'),
      route('in/desk/announcements', 'routes/in.desk.announcements.tsx'),
      route('in/desk/announcements/:announcementId', 'routes/in.desk.announcements.announcement.tsx'),
      route('in/desk/reviews', 'routes/in.desk.reviews.tsx'),
      route('in/desk/reviews/:draftId', 'routes/in.desk.review.tsx'),
      route('in/desk/pledges', 'routes/in.desk.pledges.tsx'),
      route('in/desk/pledges/new', 'routes/in.desk.pledges.new.tsx'),
      route('in/desk/pledges/:pledgeId', 'routes/in.desk.pledges.pledge.tsx'),
      route('in/desk/programmes', 'routes/in.desk.programmes.tsx'),
      route('in/desk/programmes/new', 'routes/in.desk.programmes.new.tsx'),
      route('in/desk/programmes/import', 'routes/in.desk.programmes.import.tsx'),
      route('in/desk/programmes/documents', 'routes/in.desk.programmes.documents.tsx'),
      route('in/desk/programmes/:programmeId', 'routes/in.desk.programmes.programme.tsx'),
      route('in/desk/programmes/:programmeId/questions', 'routes/in.desk.programmes.questions.tsx'),
      route('in/desk/handlers', 'routes/in.desk.handlers.tsx'),
      route('in/desk/concerns', 'routes/in.desk.concerns.tsx'),
      route('in/admin/roster', 'routes/in.admin.roster.tsx'),
      route('in/admin/roster/:uploadId', 'routes/in.admin.roster.preview.tsx'),
      route('in/admin/roles', 'routes/in.admin.roles.tsx'),
      route('in/admin/settings', 'routes/in.admin.settings.tsx'),
      route('in/admin/calendar', 'routes/in.admin.calendar.tsx'),
      route('in/admin/witnesses', 'routes/in.admin.witnesses.tsx'),
      route('in/admin/access-log', 'routes/in.admin.access-log.tsx'),
    ]),

    // What everybody may read.
    index('routes/home.tsx'),
    route('petitions', 'routes/petitions.tsx'),
    route('petitions/rules', 'routes/petitions.rules.tsx'),
    route('petitions/start', 'routes/petitions.start.tsx'),
    route('petitions/mine', 'routes/petitions.mine.tsx'),
    route('petitions/:petitionId', 'routes/petition.tsx'),
    route('petitions/:petitionId/questions', 'routes/petition.questions.tsx'),
    route('petitions/:petitionId/questions/ask', 'routes/petition.questions.ask.tsx'),
    route('following', 'routes/following.tsx'),
    route('announcements', 'routes/announcements.tsx'),
    route('announcements/:announcementId', 'routes/announcement.tsx'),

    // What leadership said, in every revision.
    route('statements/:kind/:id', 'routes/statement.tsx'),

    // What leadership owes, and what became of it.
    route('answers', 'routes/answers.tsx'),
    route('answers/units', 'routes/answers.units.tsx'),
    route('answers/leaders/:leaderId', 'routes/answers.leader.tsx'),

    // What the company monitors, and what it says of it.
    route('programmes', 'routes/programmes.tsx'),
    route('programmes/compare', 'routes/programmes.compare.tsx'),
    route('programmes/:programmeId', 'routes/programme.tsx'),
    route('programmes/:programmeId/changes', 'routes/programme.changes.tsx'),

    // What handlers of concerns say in public, and what colleagues say of it.
    route('summaries', 'routes/summaries.tsx'),
    route('summaries/:summaryId', 'routes/summary.tsx'),
    route('summaries/:summaryId/corroborate', 'routes/summary.corroborate.tsx'),

    // What employees choose unseen: nobody is signed in here.
    route('petitions/:petitionId/judge/:demand', 'routes/petition.judge.tsx'),
    route('petitions/:petitionId/questions/:questionId/support', 'routes/question.support.tsx'),
    route('pledges/:pledgeId/witness', 'routes/pledge.witness.tsx'),
    route('petitions/:petitionId/sponsor', 'routes/petition.sponsor.tsx'),

    // What leadership pledged, and what became of it.
    route('pledges', 'routes/pledges.tsx'),
    route('pledges/:pledgeId', 'routes/pledge.tsx'),

    // Signing and the key: nobody is signed in here.
    route('petitions/:petitionId/sign', 'routes/petition.sign.tsx'),
    route('my-key', 'routes/my-key.tsx'),
    route('enrol', 'routes/enrol.tsx'),

    route('handlers', 'routes/handlers.tsx'),

    // Raising a concern and coming back to it: nobody is signed in here either.
    route('concerns', 'routes/concerns.tsx'),
    route('concerns/new', 'routes/concerns.new.tsx'),
    route('concerns/mine', 'routes/concerns.mine.tsx'),
    route('safety', 'routes/safety.tsx'),

    // What anybody can check.
    route('transparency/audit', 'routes/transparency.audit.tsx'),
    route('transparency', 'routes/transparency.tsx'),
    route('transparency/ledger', 'routes/transparency.ledger.tsx'),
    route('transparency/witnesses', 'routes/transparency.witnesses.tsx'),
    route('transparency/drill', 'routes/transparency.drill.tsx'),

    // The public interface, for people who write programs.
    route('api', 'routes/api.tsx'),

    route('promise', 'routes/promise.tsx'),
    route('help', 'routes/help.tsx'),

    // What this site keeps and serves, for whoever checks it.
    route('transparency/stored', 'routes/transparency.stored.tsx'),
    route('transparency/stored/:part', 'routes/transparency.stored.part.tsx'),
    route('transparency/client', 'routes/transparency.served-client.tsx'),
    route('*', 'routes/not-found.tsx'),
  ]),

  // A roster file, with progress; the page's own action takes it without.
  route('in/admin/roster/upload', 'routes/in.admin.roster.upload.ts'),

  // A person's own data, as a file.
  route('in/me/data', 'routes/in.me.data.ts'),

  // The register of programmes as a file, and the documents of reviews.
  route('programmes.json', 'routes/programmes.file.ts'),
  route('programmes.schema.json', 'routes/programmes.schema.ts'),
  route('programmes/documents/:hash', 'routes/programmes.document.ts'),

  // What was said to all staff, for feed readers: one address for all.
  route('announcements.atom', 'routes/announcements.feed.ts'),

  // What happens in public, for feed readers and calendars: the same bytes for all, no address of anybody's own.
  route('everything.atom', 'routes/everything.feed.ts'),
  route('petitions.atom', 'routes/petitions.feed.ts'),
  route('petitions/:petitionId/feed.atom', 'routes/petition.feed.ts'),
  route('responses.atom', 'routes/responses.feed.ts'),
  route('programmes.atom', 'routes/programmes.feed.ts'),
  route('due.ics', 'routes/due.calendar.ts'),

  // Pledges for feed readers and calendars: one address for everybody.
  route('pledges.atom', 'routes/pledges.feed.ts'),
  route('pledges.ics', 'routes/pledges.calendar.ts'),

  // Public data that devices look through for themselves.
  route('petitions/similar', 'routes/petitions.similar.ts'),
  route('petitions/opened', 'routes/petitions.opened.ts'),
  route('petitions/standing', 'routes/petitions.standing.ts'),

  // Enrolment: asked by the script of "my key"; by ticket, from a phone where nobody is signed in.
  route('in/enrolment', 'routes/in.enrolment.ts'),
  route('in/enrolment/nonce', 'routes/in.enrolment.nonce.ts'),
  route('in/enrolment/ticket', 'routes/in.enrolment.ticket.ts'),
  route('in/enrolment/by-ticket', 'routes/in.enrolment.by-ticket.ts'),
  route('in/enrolment/by-ticket/nonce', 'routes/in.enrolment.by-ticket.nonce.ts'),
  route('in/enrolment/dispute', 'routes/in.enrolment.dispute.ts'),
  route('in/enrolment/mine', 'routes/in.enrolment.mine.ts'),

  // What handlers sign about keys.
  route('in/desk/handlers/acts', 'routes/in.desk.handlers.acts.ts'),

  // Registers, for everybody alike.
  route('registers/:id/editions/:number', 'routes/register-edition.ts'),
  route('register-files/:hash', 'routes/register-file.ts'),

  route('concerns/register', 'routes/concern-register.ts'),

  // What browsers are served: every file with its digest.
  route('client-manifest.json', 'routes/client-manifest.ts'),
  route('client-manifests/:digest', 'routes/client-manifest-of.ts'),
  route('transparency/stored.json', 'routes/transparency.stored.file.ts'),
  route('client-releases.json', 'routes/client-releases.ts'),

  // Bytes, for every reader of a petition or a summary.
  route('petitions/:id/nullifiers', 'routes/petition-nullifiers.ts'),
  route('petitions/:id/entries', 'routes/petition-entries.ts'),
  route('summaries/:id/nullifiers', 'routes/summary-nullifiers.ts'),
  route('choices/:kind/:id/nullifiers', 'routes/choice-nullifiers.ts'),

  // A petition on paper, as a picture, in a frame of another site, and whole with what proves its count.
  route('petitions/:petitionId/poster.pdf', 'routes/petition.poster.ts'),
  route('petitions/:petitionId/flyer.pdf', 'routes/petition.flyer.ts'),
  route('petitions/:petitionId/share.png', 'routes/petition.picture.ts'),
  route('petitions/:petitionId/embed', 'routes/petition.embed.tsx'),
  route('petitions/:petitionId/pack.zip', 'routes/petition.pack.ts'),

  // Public data, for whoever counts again.
  route('data/:kind', 'routes/data.ts'),
  route('data/proofs/*', 'routes/data.proofs.ts'),

  // The public interface: what pages show, for programs (`app/features/published/api/endpoints.ts`).
  route('api/v1/petitions', 'routes/api.v1.petitions.ts'),
  route('api/v1/petitions/:petition', 'routes/api.v1.petition.ts'),
  route('api/v1/petitions/:petition/history', 'routes/api.v1.petition.history.ts'),
  route('api/v1/petitions/:petition/units', 'routes/api.v1.petition.units.ts'),
  route('api/v1/responses', 'routes/api.v1.responses.ts'),
  route('api/v1/responses/:petition', 'routes/api.v1.response.ts'),
  route('api/v1/pledges', 'routes/api.v1.pledges.ts'),
  route('api/v1/pledges/:pledge', 'routes/api.v1.pledge.ts'),
  route('api/v1/due', 'routes/api.v1.due.ts'),
  route('api/v1/programmes', 'routes/api.v1.programmes.ts'),
  route('api/v1/programmes/:programme', 'routes/api.v1.programme.ts'),
  route('api/v1/statistics', 'routes/api.v1.statistics.ts'),
  route('api/v1/openapi.json', 'routes/api.v1.openapi.ts'),
  route('api/*', 'routes/api.unknown.ts'),

  // The ledger, for whoever checks it: checkpoints, keys, tiles.
  route('ledger/checkpoint', 'routes/ledger.checkpoint.ts'),
  route('ledger/checkpoints', 'routes/ledger.checkpoints.ts'),
  route('ledger/keys', 'routes/ledger.keys.ts'),
  route('ledger/tile/*', 'routes/ledger.tile.ts'),

  // What witnesses hand in, and who they are.
  route('ledger/cosignatures', 'routes/ledger.cosignatures.ts'),
  route('ledger/contradictions', 'routes/ledger.contradictions.ts'),
  route('ledger/witnesses', 'routes/ledger.witnesses.ts'),

  // Keys of who handles concerns.
  route('handlers.json', 'routes/handlers.records.ts'),

  // Anonymous writes: plain fetch without cookie, never an action of a page.
  route('unseen/signatures', 'routes/unseen.signatures.ts'),
  route('unseen/corroborations', 'routes/unseen.corroborations.ts'),
  route('unseen/choices', 'routes/unseen.choices.ts'),
  route('unseen/sponsoring/text', 'routes/unseen.sponsoring.text.ts'),
  route('unseen/questions', 'routes/unseen.questions.ts'),
  route('unseen/petitions', 'routes/unseen.petitions.ts'),
  route('unseen/organizing/:act', 'routes/unseen.organizing.act.ts'),
  route('unseen/concerns', 'routes/unseen.concerns.ts'),
  route('unseen/concerns/:act', 'routes/unseen.concerns.act.ts'),
  route('unseen/concerns/chunks/:concern/:number/:hash', 'routes/unseen.concerns.chunks.ts'),
  route('unseen/handling/:act', 'routes/unseen.handling.ts'),

  // Where "Leave quickly" goes: a page that says nothing about this place.
  route('leave', 'routes/leave.tsx'),
] satisfies RouteConfig;
