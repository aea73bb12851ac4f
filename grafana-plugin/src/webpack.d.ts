/** Set at run time, it is where webpack's code looks for chunks. */
declare let __webpack_public_path__: string;

/** What an AMD loader says of the module that asks. */
declare module "amd-module" {
  const description: { readonly uri?: string };
  export default description;
}
