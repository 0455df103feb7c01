/** What a desk can check of somebody it cannot see. Which of them have to be made is the portal's policy. */
export const proofingChecks = [
  'CALLED_BACK',
  'EMPLOYMENT_DETAILS',
  'MANAGER_VOUCHED',
  'IDENTITY_DOCUMENT',
  'VIDEO_CALL',
] as const

export type ProofingCheck = (typeof proofingChecks)[number]
