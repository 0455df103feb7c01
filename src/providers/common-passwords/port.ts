/** Whether a password is among those everybody tries first. A port: a larger list, or a service, can take its place. */
export interface CommonPasswordsPort {
  isCommon(password: string): boolean
}
