import { html } from '../html.ts'
import type { Step } from '../playbook.ts'

export const journeyStep: Step = {
  title: 'Follow the journey',
  text: html`What happened, whom it waits for, and what comes next. Ask again after you followed the link, or after the
<a href="/dev/clock" target="_blank">clock</a> was moved.`,
  document: `
query Journey($id: ID!) {
  journey(id: $id) {
    status
    outcome
    waitingFor
    nextDueAt
    timeline { nodes { at fact by note } }
    messages { nodes { template channel status recipient sentAt } }
    tasks { nodes { title status url } }
  }
}`,
  variables: { id: '$journey' },
  button: 'Look',
  says: 'It is {journey.status}, waits for {journey.waitingFor}, and something is due at {journey.nextDueAt}.',
}
