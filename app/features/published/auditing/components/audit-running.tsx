import type { AuditProgress, AuditStage } from '~/audit/audit-input';
import { formatCount, plural } from '~/ui/count';
import { Stack } from '~/ui/page';
import { ProgressBar } from '~/ui/progress-bar';

const words: Readonly<Record<AuditStage, string>> = {
  data: 'Reading what the pages show',
  ledger: 'Reading the ledger and verifying every proof in it',
  registers: 'Rebuilding every edition of every register',
  pages: 'Counting again, and comparing with what is shown',
  done: 'Done',
};

/** How far an audit is. */
export function AuditRunning({ progress, isPaused }: { progress: AuditProgress | null; isPaused: boolean }) {
  const stage = progress ? words[progress.stage] : 'Starting';
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : null;
  return (
    <Stack gap="tight">
      <ProgressBar
        label={isPaused ? `Paused: ${stage.toLowerCase()}` : stage}
        value={isPaused ? (share ?? 0) : share}
        detail={progress ? `${formatCount(progress.done)} of ${formatCount(progress.total)}` : undefined}
      />
      {progress && (
        <p className="small soft">
          {plural(progress.proofs.verified, 'proof')} verified
          {progress.proofs.skipped > 0 && `, ${formatCount(progress.proofs.skipped)} verified here before`}.
          {isPaused
            ? ' What was verified is kept in this browser.'
            : ' You can read on in another tab; this page has to stay open.'}
        </p>
      )}
    </Stack>
  );
}
