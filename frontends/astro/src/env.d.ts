/** Whether all pages are built at once. */
declare const __STATIC__: boolean;
