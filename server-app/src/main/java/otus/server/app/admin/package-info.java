/// The pages for operators: health, metrics, and the status page with its stream of samples; the
/// listener of `--admin`, and the handler `admin`. May use config, logging and metrics. Start with
/// `AdminHandler`; `Monitor` has the state that the pages show.
@NullMarked
package otus.server.app.admin;

import org.jspecify.annotations.NullMarked;
