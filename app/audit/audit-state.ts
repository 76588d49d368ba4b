import { z } from 'zod';
import { fraudCodes, mostFindings, type AuditState } from './report';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

const form = z.strictObject({
  v: z.literal(1),
  organisation: z.string(),
  size: z.int().min(0),
  root: hex,
  proofs: z.int().min(0),
  findings: z
    .array(z.strictObject({ what: z.enum(fraudCodes), where: z.string(), expected: z.string(), found: z.string() }))
    .max(mostFindings),
});

/** Reads the state that an earlier audit left. @returns null for anything else */
export function readAuditState(text: string): AuditState | null {
  try {
    const parsed = form.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
