/// The filters that come with the server: fields, cross-origin access, compression, passwords and
/// error pages. They are users of the SPI like any plugin's: nothing here knows the application,
/// and nothing there names a class of this package.
@NullMarked
package otus.server.app.filters;

import org.jspecify.annotations.NullMarked;
