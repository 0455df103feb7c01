// The bundler's entry: one export per workflow, named as its type.
export { accountActivation } from './account-activation.ts'
export { accountRecovery } from './account-recovery.ts'
export { documentBatch } from './document-batch.ts'
export { factorEnrolment } from './factor-enrolment.ts'
export { leavingBatch } from './leaving-batch.ts'
export { offboarding } from './offboarding.ts'
export { recurringWork } from './recurring-work.ts'
