//! The names that columns have in exports, in seven languages, and the fields that they stand for.
//!
//! A name is here when it says the same in every export: `Nombre` may be a first name or a whole one, `Nom` a family's or
//! a product's, so they are not. Compared without case, accents and what stands between letters.

use unicode_normalization::UnicodeNormalization as _;

/// The field that a column's name stands for, by what is customary.
#[must_use]
pub fn customary(name: &str) -> Option<&'static str> {
    if is_time_of_day(name) {
        return Some("event_time");
    }
    let letters = letters(name);
    let row = NAMES.iter().find(|(_, names)| names.split_ascii_whitespace().any(|known| known == letters));
    row.map(|(field, _)| *field)
}

/// Whether a column of that name has the time of the day beside a column that has the day; alone it may have both.
pub(super) fn is_time_of_day(name: &str) -> bool {
    TIMES_OF_DAY.split_ascii_whitespace().any(|known| known == letters(name))
}

/// The letters and digits of a name, without case and accents.
pub(crate) fn letters(name: &str) -> String {
    name.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

const TIMES_OF_DAY: &str = "time timeofday ordertime purchasetime transactiontime saletime uhrzeit zeit kaufzeit belegzeit \
                            verkaufszeit heure hora horadelpedido ora orario tijd tijdstip";

/// English, German, French, Spanish, Italian, Portuguese and Dutch, in this order.
const NAMES: &[(&str, &str)] = &[
    ("event", "event eventname"),
    ("event_id", "eventid"),
    (
        "event_time",
        "eventtime timestamp datetime date orderdate purchasedate transactiondate saledate \
         datum kaufdatum bestelldatum belegdatum verkaufsdatum zeitpunkt \
         datedachat datedecommande datedevente fecha fechadecompra fechadepedido fechahora \
         dataacquisto datadacquisto dataordine data datadacompra datadopedido besteldatum aankoopdatum verkoopdatum",
    ),
    (
        "user.email",
        "email emailaddress mail customeremail contactemail billingemail buyeremail useremail emailadresse mailadresse \
         kundenemail courriel adresseemail adressemail adresseelectronique correo correoelectronico email1 \
         indirizzoemail postaelettronica enderecodeemail emailadres",
    ),
    (
        "user.phone",
        "phone phonenumber telephone mobile mobilephone mobilenumber tel cellphone customerphone billingphone \
         telefon telefonnummer handy handynummer mobil mobilnummer mobiltelefon numerodetelephone portable telefono \
         movil celular telefonomovil numerodetelefono cellulare numeroditelefono telefone telemovel telefoon \
         telefoonnummer mobiel mobielnummer",
    ),
    (
        "user.external_id",
        "externalid customerid customernumber userid clientid memberid loyaltyid kundennummer kundennr kdnr kundenid \
         numeroclient numerodeclient idclient idcliente numerodecliente codicecliente numerodocliente klantnummer klantid",
    ),
    ("user.first_name", "firstname givenname vorname prenom nombredepila voornaam billingfirstname"),
    (
        "user.last_name",
        "lastname surname familyname nachname familienname nomdefamille apellido apellidos cognome sobrenome apelido \
         achternaam billinglastname",
    ),
    ("user.city", "city town billingcity ort stadt wohnort ville ciudad citta cidade woonplaats"),
    ("user.state", "state province bundesland billingstate provincia estado provincie"),
    (
        "user.zip_code",
        "zip zipcode postalcode postcode billingzip billingpostcode plz postleitzahl codepostal codigopostal cap \
         codicepostale cep",
    ),
    ("user.country", "country countrycode billingcountry land pays pais paese"),
    ("user.ttclid", "ttclid tiktokclickid"),
    (
        "properties.value",
        "value total amount revenue ordertotal grandtotal totalprice totalamount orderamount purchasevalue \
         betrag gesamtbetrag gesamtsumme summe umsatz rechnungsbetrag bestellwert montant montanttotal totalttc \
         importe importetotal importo importototale totale valor valortotal bedrag totaalbedrag totaal",
    ),
    ("properties.currency", "currency currencycode wahrung devise moneda divisa valuta moeda"),
    (
        "properties.order_id",
        "orderid ordernumber orderno order transactionid receiptnumber receiptid bestellnummer bestellnr auftragsnummer \
         belegnummer belegnr beleg bonnummer rechnungsnummer numerodecommande numerocommande pedido numerodepedido \
         numeroordine numerodordine numerodopedido bestelnummer ordernummer bonnr",
    ),
    (
        "properties.contents.content_id",
        "sku productid itemid artikelnummer artikelnr reference referencia codicearticolo",
    ),
    (
        "properties.contents.content_name",
        "product productname itemname artikel produkt produit producto prodotto produto",
    ),
    (
        "properties.contents.price",
        "price unitprice itemprice preis einzelpreis prix prixunitaire precio prezzo preco prijs",
    ),
    (
        "properties.contents.quantity",
        "quantity qty menge anzahl stuckzahl quantite cantidad quantita quantidade aantal",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::mapping::Target;

    #[test]
    fn names_are_known_however_they_are_written() {
        for (name, field) in [
            ("E-Mail", "user.email"),
            ("phone_number", "user.phone"),
            ("Währung", "properties.currency"),
            ("Código postal", "user.zip_code"),
            ("Numéro de commande", "properties.order_id"),
            ("ORDER ID", "properties.order_id"),
            ("Città", "user.city"),
            ("Uhrzeit", "event_time"),
        ] {
            assert_eq!(customary(name), Some(field), "{name}");
        }
        for name in ["", "Nombre", "note", "#", "Steuer"] {
            assert_eq!(customary(name), None, "{name}");
        }
    }

    #[test]
    fn every_row_is_a_field_and_no_name_stands_for_two() {
        let mut seen = HashSet::new();
        for (field, names) in NAMES.iter().chain(&[("event_time", TIMES_OF_DAY)]) {
            assert!(Target::of(field).is_some(), "{field}");
            for name in names.split_ascii_whitespace() {
                assert_eq!(letters(name), name);
                assert!(seen.insert(name), "{name}");
            }
        }
    }
}
