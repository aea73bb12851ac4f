import amdModule from "amd-module";

// Grafana may stand below a path or load plugins from elsewhere: the pages' chunks lie beside this module.
const { uri } = amdModule;
if (uri) __webpack_public_path__ = uri.slice(0, uri.lastIndexOf("/") + 1);
