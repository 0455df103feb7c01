import { accessCodes } from './codes/access.ts'
import { batchCodes } from './codes/batches.ts'
import { documentCodes } from './codes/documents.ts'
import { hrCodes } from './codes/hr.ts'
import { inputCodes } from './codes/input.ts'
import { journeyCodes } from './codes/journeys.ts'
import { leavingCodes } from './codes/leaving.ts'
import { leavingBatchCodes } from './codes/leaving-batches.ts'
import { limitCodes } from './codes/limits.ts'
import { linkCodes } from './codes/links.ts'
import { passwordCodes } from './codes/passwords.ts'
import { payrollCodes } from './codes/payroll.ts'
import { recoveryCodes } from './codes/recovery.ts'
import { settingsCodes } from './codes/settings.ts'
import { signInCodes } from './codes/sign-in.ts'

/** What Drempel answers when it says no. The list only grows: frontends switch on these codes. */
export const codes = {
  ...inputCodes,
  ...journeyCodes,
  ...linkCodes,
  ...signInCodes,
  ...settingsCodes,
  ...recoveryCodes,
  ...leavingCodes,
  ...leavingBatchCodes,
  ...limitCodes,
  ...hrCodes,
  ...passwordCodes,
  ...documentCodes,
  ...accessCodes,
  ...batchCodes,
  ...payrollCodes,
} as const

export type Code = keyof typeof codes

export type { CodeKind } from './codes/code-text.ts'
