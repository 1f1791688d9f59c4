/** Whether all pages are built at once. */
declare const __STATIC__: boolean;

declare namespace App {
  interface Locals {
    /** The past day that is shown. */
    past?: import("hub-frontend").Past;
    /** Why a day can't be shown. */
    refusal?: string;
  }
}
