// What the events of a receipt say about who leads, by which clause, and whom it asks: of a preview and of the real one.
import type { Event } from "../../gen/wardlink/v1/event_pb";
import type { Decision, FlightCandidate } from "../../gen/wardlink/v1/value_pb";

export interface Outlook {
  incident: string;
  linked: boolean; // to an incident that was open already: its lead stays unless `lead` is set
  lead?: { ward: string; provisional: boolean; marks: string[] };
  decision?: Decision | undefined;
  asked: string[];
  chased: FlightCandidate[];
  watched: string[];
}

export function outlookOf(events: readonly Event[]): Outlook {
  const found: Outlook = { incident: "", linked: false, asked: [], chased: [], watched: [] };
  for (const { incident, body } of events) {
    if (incident) found.incident = incident;
    if (body.case === "reportLinked") found.linked = true;
    else if (body.case === "leadDecided") {
      const { ward, provisional, marks, decision } = body.value;
      Object.assign(found, { lead: { ward, provisional, marks }, decision });
    } else if (body.case === "leadMoved") {
      const { to: ward, provisional, marks, decision } = body.value;
      Object.assign(found, { lead: { ward, provisional, marks }, decision });
    } else if (body.case === "supportOpened" && body.value.support) found.asked.push(body.value.support.ward);
    else if (body.case === "flightRaised") found.chased = body.value.flight?.candidates ?? [];
    else if (body.case === "displacementWatch") found.watched = body.value.wards;
  }
  return found;
}
