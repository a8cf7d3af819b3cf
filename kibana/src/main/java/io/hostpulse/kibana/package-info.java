/**
 * Makes the file that Kibana imports out of the objects of this directory, which are kept one a
 * file with nested JSON as JSON.
 */
package io.hostpulse.kibana;
