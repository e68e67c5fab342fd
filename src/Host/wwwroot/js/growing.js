// The page that grows by itself is for browsers without scripts. Whoever runs them follows the answer on the session's own page.
location.replace(location.pathname + location.hash);
