// Stands in for modules which must not run (see vite.config.js).
export const usageStatistics = () => {};
