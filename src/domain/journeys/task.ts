import type { ContactProblem } from '../accounts/activation.ts'
import type { Language } from '../portals/portal.ts'
import type { TaskKind } from './journey.ts'

/** What is asked, as it stands in a list and in the mail that announces it. */
export const taskTitles: Readonly<Record<TaskKind, Readonly<Record<Language, string>>>> = {
  CORRECT_MOBILE: { nl: 'Mobiel nummer verbeteren of aanvullen', en: 'Correct or add the mobile number' },
  CORRECT_EMAIL: { nl: 'E-mailadres verbeteren', en: 'Correct the e-mail address' },
  APPROVE_RECOVERY: { nl: 'Accountherstel beoordelen', en: 'Judge the recovery of an account' },
  LOOK_INTO_OBJECTION: { nl: 'Bezwaar tegen accountherstel onderzoeken', en: 'Look into an objection to a recovery' },
  HELP_LEAVER: { nl: 'Vertrekkende medewerker helpen', en: 'Help somebody who leaves' },
  CHASE_STATEMENT: { nl: 'Ontbrekende jaaropgave navragen', en: 'Ask for an annual statement that is missing' },
  POST_DOCUMENTS: { nl: 'Loonstroken en jaaropgaven per post sturen', en: 'Send payslips and statements by post' },
  HELP_HEIRS: { nl: 'Nabestaanden helpen', en: 'Help the heirs' },
  RESUME_LEAVING_BATCH: { nl: 'Stilgezette vertreklijst nakijken', en: 'Look into a list of leavers that halted' },
  REPAIR_JOURNEY: { nl: 'Traject dat vastzit nakijken', en: 'Look after a journey that is stuck' },
}

export function taskFor(problem: ContactProblem): TaskKind {
  return problem === 'MAIL_BOUNCED' ? 'CORRECT_EMAIL' : 'CORRECT_MOBILE'
}

/** The words of a task's key within its plan: `correct-mobile`. */
export function taskKey(kind: TaskKind): string {
  return kind.toLowerCase().replaceAll('_', '-')
}
