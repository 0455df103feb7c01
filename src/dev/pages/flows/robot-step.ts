import { html } from '../html.ts'
import type { Step } from '../playbook.ts'

/** Asked where guessing has to become dear. The browser works it out by itself, and what was refused is asked once more. */
export const robotStep: Step = {
  title: 'Robot check',
  text: html`Work for the browser: it counts on until SHA-256 of the challenge, a dot and the counter begins with so many zero
bits. Nobody has to look at pictures.`,
  document: `
query RobotCheck {
  robotChallenge { challenge difficulty expiresAt }
}`,
  variables: {},
  button: 'Work it out',
  answersTo: ['ROBOT_CHECK_NEEDED', 'ROBOT_CHECK_FAILED'],
  ceremony: { act: 'solve', options: 'robotChallenge', as: 'robotCheck' },
  onlyIf: 'refusedWith=ROBOT_CHECK_NEEDED|ROBOT_CHECK_FAILED',
  says: 'Found a counter that gives {robotChallenge.difficulty} zero bits.',
}
