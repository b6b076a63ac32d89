// The one draft, kept in the browser until it is sent: with its stamp and the command's id, so that a reload after
// sending sends nothing twice.
import { blank, type Form } from "./form";

const key = "wardlink.draft";

export interface Draft {
  id: string; // of the command
  officer: string; // who was signed in when it was kept
  form: Form;
  sent: boolean; // it was sent and nothing is known of it yet: only the very same may be sent again
}

export function keep(draft: Draft): void {
  localStorage.setItem(key, JSON.stringify(draft));
}

export function kept(): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Draft> | null;
    if (!draft?.id || typeof draft.form?.stampedAt !== "number") return undefined;
    const form = { ...blank(draft.form.stampedAt), ...draft.form };
    // JSON has no NaN: an unreadable time comes back as none, and the stamp stands again.
    return { id: draft.id, officer: draft.officer ?? "", form, sent: draft.sent === true };
  } catch {
    return undefined;
  }
}

export function erase(): void {
  localStorage.removeItem(key);
}

/** What one officer wrote is not for whoever comes after. */
export function belongsTo(draft: Draft, officer: string): boolean {
  return draft.officer === "" || draft.officer === officer;
}
