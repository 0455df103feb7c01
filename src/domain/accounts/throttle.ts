/**
 * For how many seconds the next try is not heard, after the first, second … failure. The last one stays: a person is
 * slowed down at one address and never locked out, and whoever guesses gets a hundred tries a day.
 */
export type BackOff = readonly number[]

const quarter = 900

/** Of one identifier from one address. */
export const accountBackOff: BackOff = [0, 0, 0, 0, 1, 2, 4, 8, 15, 30, 60, 120, 300, quarter]

/** Of one address, whoever it tries: a whole office may share it. */
export const addressBackOff: BackOff = [...Array<number>(49).fill(0), 1, 2, 4, 8, 15, 30, 60, 120, 300, quarter]
