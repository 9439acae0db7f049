<h1>Shop</h1>
<form method="post" action="/checkout">
  <?php foreach ($products as $sku => [$name, $price]): ?>
  <p><label><?= text($name) ?>, <?= $inPounds($price) ?> GBP <input type="number" name="<?= text($sku) ?>" min="0" max="99"></label></p>
  <?php endforeach ?>
  <p><label>Email <input type="email" name="email" required></label></p>
  <p><label>Phone <input type="tel" name="phone"></label></p>
  <button>Buy</button>
</form>
