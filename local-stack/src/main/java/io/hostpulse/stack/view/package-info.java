/** What {@code status} and {@code top} show: how it is gathered, and how it is drawn. */
package io.hostpulse.stack.view;
