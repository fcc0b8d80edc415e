/** What campaigns, initiatives and promotions did: panels of treated and other units, and the verdict on each. */
package almanac.market.campaign;
